package io.fabula.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Holds each optimisation, once alone and once as the only one that is missing, to the plain plan.
 */
public final class Switches {
  private static final Set<Optimisation> SAME_BITS = EnumSet.of(Optimisation.REUSE_MEMORY);

  private Switches() {}

  /**
   * A tensor that a plan computed.
   *
   * @param values its elements
   * @param added the size (root of the sum of squares) of what was added to make it, where that is
   *     more than what is left: a sum that cancels is as exact as its terms, not as itself
   */
  public record Result(float[] values, double added) {
    /** A tensor that is judged by its own largest element. */
    public static Result of(float... values) {
      return new Result(values, 0);
    }
  }

  /** A plan's values and gradients, in a fixed order. */
  public interface Run {
    List<Result> with(PlanOptions options);
  }

  /**
   * Runs all switches.
   *
   * @param tolerance of the largest entry of each result, or of the size of what was added to make
   *     it, for sums in another order
   */
  public static void check(Run run, double tolerance) {
    List<Result> plain = run.with(PlanOptions.PLAIN);
    List<Result> full = run.with(PlanOptions.DEFAULT);
    compare("all optimisations", full, plain, tolerance);
    for (Optimisation each : Optimisation.values()) {
      List<Result> alone = run.with(PlanOptions.PLAIN.with(each));
      List<Result> others = run.with(PlanOptions.DEFAULT.without(each));
      if (SAME_BITS.contains(each)) {
        compare(each + " alone", alone, plain, 0);
        compare("all but " + each, others, full, 0);
      } else {
        compare(each + " alone", alone, plain, tolerance);
      }
      compare("all but " + each, others, plain, tolerance);
    }
  }

  private static void compare(
      String what, List<Result> actual, List<Result> expected, double tolerance) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      float[] a = actual.get(i).values();
      float[] b = expected.get(i).values();
      assertThat(a).as("%s, result %d", what, i).hasSameSizeAs(b);
      double largest = Math.max(1e-6, expected.get(i).added());
      for (float value : b) largest = Math.max(largest, Math.abs(value));
      for (int k = 0; k < b.length; k++) {
        if (!(Math.abs((double) a[k] - b[k]) <= tolerance * largest)) {
          throw new AssertionError(
              "%s, result %d, element %d of %d: expected %.9g, got %.9g (size %.3g)"
                  .formatted(what, i, k, b.length, b[k], a[k], largest));
        }
      }
    }
  }
}
