package io.fabula.model.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * When the gradients of a network with kinks count as those of another implementation. Of all
 * recorded elements of all tensors together, in units of the norm of the tensor that each belongs
 * to, all but one in a hundred must lie within {@value #NEAR} and none beyond {@value #FAR}; the
 * norm of each tensor must agree within {@value #NORM}, and its sum, which cancels, within {@value
 * #FAR} of norm times root of the number of elements.
 *
 * <p>A pre-activation may lie so close to 0, or two candidates of a pooling window so close
 * together, that rounding alone decides on which side it falls. Its share of the gradient then
 * appears or vanishes, and through the layers before it every element moves. Where that happens to
 * more than one element in a hundred, the rule is judged against what rounding does to this
 * gradient, measured on the spot: the same gradient is computed up to {@value Rounding#ROUNDS}
 * times with all weights moved at random by up to a millionth of themselves, which is how far
 * forward values of two implementations differ, and an element may lie within {@value #NEAR}, and a
 * norm within {@value #NORM}, of the range of these values, widened to both sides by its own width
 * (another draw of a normal variable falls outside of that about once in 50,000). The limit {@value
 * #FAR} is never widened, and where no kink is near, the range is nothing.
 *
 * <p>Measured with kernels for SSE 4.1, AVX2 and AVX-512 on the stored inputs: gradients of the
 * simulator's loss, and of PPO on AVX2 and AVX-512, keep the rule as it stands; PPO on SSE 4.1 once
 * has 13 of 321 elements beyond {@value #NEAR} (the largest 3e-4); of the 18 gradients of free
 * unrolled simulators, which hang on single pixels instead of a batch, 15 have 8 to 56 of 224 or
 * 272 beyond it (the largest 3.5e-3, norms up to 2.4e-3), with all three kernels alike. Judged
 * against the range, no element of any of these is off.
 */
public final class GradientRule {
  /** How far norms may differ, relative. */
  public static final double NORM = 2e-3;

  /** How far all but one in a hundred elements may be off, in units of the tensor's norm. */
  static final double NEAR = 1e-4;

  /** How far any element may be off, in units of the tensor's norm. */
  static final double FAR = 1e-2;

  private static final int ONE_IN = 100;

  /** Absolute room for tensors whose gradient is zero but for rounding. */
  private static final double TINY = 1e-9;

  private record Tensor(String name, Rounding rounding, JsonNode expected) {}

  private final String what;
  private final List<Tensor> tensors = new ArrayList<>();
  private List<String> off = new ArrayList<>();
  private int elements;

  /** Begins one comparison, of all tensors of one gradient. */
  public GradientRule(String what) {
    this.what = what;
  }

  /**
   * Adds a tensor: a list of all its values, or a summary object with {@code sum}, {@code sumsq}
   * and some elements; null says that there is no gradient.
   */
  public GradientRule add(String tensor, float[] actual, JsonNode expected) {
    String name = what + " " + tensor;
    if (expected.isArray() && expected.size() != actual.length) {
      throw new AssertionError(
          "%s has %d elements, not %d".formatted(name, actual.length, expected.size()));
    }
    if (expected.isObject()) Closeness.size(name, actual, expected);
    tensors.add(new Tensor(name, new Rounding(actual.clone()), expected));
    return this;
  }

  /** Fails when nothing was compared, or the rule is broken as it stands. */
  public void check() {
    judge();
    if (elements == 0) throw new AssertionError(what + ": no element to compare");
    if (off.size() > Math.max(1, elements / ONE_IN)) {
      throw new AssertionError(
          "%s: %d of %d elements are off, more than single flips: %s"
              .formatted(what, off.size(), elements, off));
    }
  }

  /** Whether the rule holds as far as this gradient is known. */
  public boolean holds() {
    try {
      check();
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  /**
   * Takes the tensors, in the order in which they were added, of an evaluation with weights moved.
   */
  public void moved(List<float[]> values) {
    if (values.size() != tensors.size()) throw new IllegalArgumentException("other tensors");
    for (int i = 0; i < values.size(); i++) tensors.get(i).rounding().add(values.get(i));
  }

  /**
   * As {@link #check()}, and where that fails, against what rounding does to this gradient.
   *
   * @param evaluation computes the tensors again each time, with other weights moved
   */
  public void check(Supplier<List<float[]>> evaluation) {
    for (int round = 0; round < Rounding.ROUNDS && !holds(); round++) moved(evaluation.get());
    check();
  }

  private void judge() {
    off = new ArrayList<>();
    elements = 0;
    for (Tensor tensor : tensors) judge(tensor.name(), tensor.rounding(), tensor.expected());
  }

  private void judge(String name, Rounding actual, JsonNode expected) {
    if (expected.isNull()) {
      for (float value : actual.values()) Closeness.near(name + " (no gradient)", value, 0, 0);
    } else if (expected.isArray()) {
      double[] values = VectorFile.doubles(expected);
      double squares = 0;
      for (double value : values) squares += value * value;
      double norm = Math.sqrt(squares);
      norm(name, actual, norm);
      for (int i = 0; i < values.length; i++) element(name, i, actual, values[i], norm);
    } else {
      double norm = Math.sqrt(expected.get("sumsq").asDouble());
      norm(name, actual, norm);
      double wide = FAR * norm * Math.sqrt(actual.values().length) + TINY;
      Closeness.near(name + " sum", actual.sum(), expected.get("sum").asDouble(), wide);
      if (expected.has("first")) {
        double[] first = VectorFile.doubles(expected.get("first"));
        for (int i = 0; i < first.length; i++) element(name, i, actual, first[i], norm);
      }
      if (expected.has("at")) {
        int[] at = VectorFile.ints(expected.get("at"));
        double[] values = VectorFile.doubles(expected.get("values"));
        for (int i = 0; i < at.length; i++) element(name, at[i], actual, values[i], norm);
      }
    }
  }

  private static void norm(String name, Rounding actual, double expected) {
    Closeness.near(name + " norm", actual.nearestNorm(expected), expected, NORM * expected + TINY);
  }

  private void element(String name, int i, Rounding actual, double expected, double norm) {
    elements++;
    double value = actual.values()[i];
    String message =
        "%s[%d]: expected %.9g, got %.9g, off by %.2g of the norm"
            .formatted(name, i, expected, value, Math.abs(value - expected) / norm);
    if (!(Math.abs(value - expected) <= FAR * norm + TINY)) throw new AssertionError(message);
    double nearest = actual.nearest(i, expected);
    if (!(Math.abs(nearest - expected) <= NEAR * norm + TINY)) off.add(message);
  }
}
