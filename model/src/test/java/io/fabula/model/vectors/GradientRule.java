package io.fabula.model.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * When the gradients of a network with kinks count as those of another implementation. A
 * pre-activation may lie so close to 0, or two candidates of a pooling window so close together,
 * that rounding alone decides on which side a single element falls; its share of the gradient then
 * appears or vanishes, and the layers before it feel a little of that (up to 3e-4, measured with
 * kernels for SSE 4.1). So, of all recorded elements of all tensors together, in units of the norm
 * of the tensor that each belongs to, all but one in a hundred must lie within 1e-3 and none beyond
 * 1e-2; the norm of each tensor must agree within 2e-3, and its sum, which cancels, within 1e-2 of
 * norm times root of the number of elements. A wrong gradient moves far more than one element in a
 * hundred.
 */
public final class GradientRule {
  /** How far norms may differ, relative, where a gradient passes each layer once. */
  public static final double NORM = 2e-3;

  private static final int ONE_IN = 100;

  /** Absolute room for tensors whose gradient is zero but for rounding. */
  private static final double TINY = 1e-9;

  private final String what;
  private final double near;
  private final double far;
  private final double norms;
  private final List<String> flips = new ArrayList<>();
  private int elements;

  /** Begins one comparison, of all tensors of one gradient. */
  public GradientRule(String what) {
    this(what, 1e-3, 1e-2, NORM);
  }

  private GradientRule(String what, double near, double far, double norms) {
    this.what = what;
    this.near = near;
    this.far = far;
    this.norms = norms;
  }

  /**
   * For gradients through an unrolled simulator, which hang on a single pixel or bottleneck rather
   * than on a batch: a flip in one step moves every element of all steps before it. The original
   * itself moves by up to 5e-3 of the norm when its convolutions come from another library, so
   * within this all but one in a hundred must lie, none beyond 2e-2, and norms agree within 1e-2.
   */
  public static GradientRule unrolled(String what) {
    return new GradientRule(what, 5e-3, 2e-2, 1e-2);
  }

  /**
   * Adds a tensor: a list of all its values, or a summary object with {@code sum}, {@code sumsq}
   * and some elements; null says that there is no gradient.
   */
  public GradientRule add(String tensor, float[] actual, JsonNode expected) {
    String name = what + " " + tensor;
    if (expected.isNull()) {
      for (float value : actual) Closeness.near(name + " (no gradient)", value, 0, 0);
      return this;
    }
    double sum = 0;
    double squares = 0;
    for (float value : actual) {
      sum += value;
      squares += (double) value * value;
    }
    if (expected.isArray()) {
      double[] values = VectorFile.doubles(expected);
      if (values.length != actual.length) {
        throw new AssertionError(
            "%s has %d elements, not %d".formatted(name, actual.length, values.length));
      }
      double norm = 0;
      for (double value : values) norm += value * value;
      norm = Math.sqrt(norm);
      Closeness.near(name + " norm", Math.sqrt(squares), norm, norms * norm + TINY);
      for (int i = 0; i < values.length; i++) element(name, i, actual[i], values[i], norm);
      return this;
    }
    Closeness.size(name, actual, expected);
    double norm = Math.sqrt(expected.get("sumsq").asDouble());
    Closeness.near(name + " norm", Math.sqrt(squares), norm, norms * norm + TINY);
    double wide = far * norm * Math.sqrt(actual.length) + TINY;
    Closeness.near(name + " sum", sum, expected.get("sum").asDouble(), wide);
    double[] first = VectorFile.doubles(expected.path("first"));
    for (int i = 0; expected.has("first") && i < first.length; i++) {
      element(name, i, actual[i], first[i], norm);
    }
    if (expected.has("at")) {
      int[] at = VectorFile.ints(expected.get("at"));
      double[] values = VectorFile.doubles(expected.get("values"));
      for (int i = 0; i < at.length; i++) element(name, at[i], actual[at[i]], values[i], norm);
    }
    return this;
  }

  private void element(String name, int i, double actual, double expected, double norm) {
    elements++;
    String message =
        "%s[%d]: expected %.9g, got %.9g, off by %.2g of the norm"
            .formatted(name, i, expected, actual, Math.abs(actual - expected) / norm);
    if (!(Math.abs(actual - expected) <= far * norm + TINY)) throw new AssertionError(message);
    if (!(Math.abs(actual - expected) <= near * norm + TINY)) flips.add(message);
  }

  /** Fails when nothing was compared, or more elements are off than single flips explain. */
  public void check() {
    if (elements == 0) throw new AssertionError(what + ": no element to compare");
    if (flips.size() > Math.max(1, elements / ONE_IN)) {
      throw new AssertionError(
          "%s: %d of %d elements are off, more than single flips: %s"
              .formatted(what, flips.size(), elements, flips));
    }
  }
}
