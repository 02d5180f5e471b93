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

  /** A plan's values and gradients, in a fixed order. */
  public interface Run {
    List<float[]> with(PlanOptions options);
  }

  /**
   * Runs all switches.
   *
   * @param tolerance of the largest entry of each result, for sums in another order
   */
  public static void check(Run run, double tolerance) {
    List<float[]> plain = run.with(PlanOptions.PLAIN);
    List<float[]> full = run.with(PlanOptions.DEFAULT);
    compare("all optimisations", full, plain, tolerance);
    for (Optimisation each : Optimisation.values()) {
      List<float[]> alone = run.with(PlanOptions.PLAIN.with(each));
      List<float[]> others = run.with(PlanOptions.DEFAULT.without(each));
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
      String what, List<float[]> actual, List<float[]> expected, double tolerance) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      float[] a = actual.get(i);
      float[] b = expected.get(i);
      assertThat(a).as("%s, result %d", what, i).hasSameSizeAs(b);
      double largest = 1e-6;
      for (float value : b) largest = Math.max(largest, Math.abs(value));
      for (int k = 0; k < b.length; k++) {
        if (!(Math.abs((double) a[k] - b[k]) <= tolerance * largest)) {
          throw new AssertionError(
              "%s, result %d, element %d of %d: expected %.9g, got %.9g (largest %.3g)"
                  .formatted(what, i, k, b.length, b[k], a[k], largest));
        }
      }
    }
  }
}
