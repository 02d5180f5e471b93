package io.fabula.pipelines.panel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples with extreme components. Of all {@code n} values of a component, sorted, and {@code q} =
 * 0.01: high is above {@code sorted[n - int(n q) - 1]}, low below {@code sorted[int(n q) - 1]},
 * middle strictly between {@code sorted[int(n/2 - n q/2) - 1]} and {@code sorted[int(n/2 + n q/2) -
 * 1]}. Where there are too few values for an index, nothing is beyond it.
 *
 * @param any samples with such a value at any step, by kind and component
 * @param saliencyStep with such a value at the step at which targets were read
 */
record Extrema(
    Map<String, List<List<Integer>>> any, Map<String, List<List<Integer>>> saliencyStep) {
  private static final double SHARE = 0.01;
  static final String HIGH = "high";
  static final String MIDDLE = "middle";
  static final String LOW = "low";

  /**
   * Bounds of one component.
   *
   * @param high above which a value is high
   * @param low below which it is low
   * @param from above which it may be in the middle
   * @param to below which it may be in the middle
   */
  record Bounds(double high, double low, double from, double to) {
    /** Of all values of a component, in any order. */
    static Bounds of(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int n = sorted.length;
      double many = n * SHARE;
      return new Bounds(
          at(sorted, n - (int) many - 1, Double.POSITIVE_INFINITY),
          at(sorted, (int) many - 1, Double.NEGATIVE_INFINITY),
          at(sorted, (int) (n / 2.0 - many / 2) - 1, Double.POSITIVE_INFINITY),
          at(sorted, (int) (n / 2.0 + many / 2) - 1, Double.NEGATIVE_INFINITY));
    }

    private static double at(double[] sorted, int index, double none) {
      return index < 0 || index >= sorted.length ? none : sorted[index];
    }

    boolean holds(String kind, double value) {
      return switch (kind) {
        case HIGH -> value > high;
        case LOW -> value < low;
        default -> value > from && value < to;
      };
    }
  }

  /** Of all samples of a view. */
  static Extrema of(PanelView view) {
    PanelIndex index = view.index();
    return of(
        view.loadings(0, index.samples().size()),
        index.steps(),
        index.components().size(),
        index.targetStep());
  }

  /**
   * Of components.
   *
   * @param loadings {@code [samples, steps, components]}, NaN where there is no value
   * @param saliencyStep at which targets were read, -1 for none
   */
  static Extrema of(float[] loadings, int steps, int components, int saliencyStep) {
    int samples = loadings.length / (steps * components);
    List<Bounds> bounds = new ArrayList<>();
    for (int c = 0; c < components; c++) bounds.add(Bounds.of(column(loadings, components, c)));
    Map<String, List<List<Integer>>> any = new LinkedHashMap<>();
    Map<String, List<List<Integer>>> at = new LinkedHashMap<>();
    for (String kind : List.of(HIGH, MIDDLE, LOW)) {
      List<List<Integer>> anyOf = new ArrayList<>();
      List<List<Integer>> atOf = new ArrayList<>();
      for (int c = 0; c < components; c++) {
        List<Integer> found = new ArrayList<>();
        List<Integer> there = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
          boolean once = false;
          for (int t = 0; t < steps; t++) {
            boolean holds = bounds.get(c).holds(kind, loadings[(i * steps + t) * components + c]);
            once |= holds;
            if (holds && t == saliencyStep) there.add(i);
          }
          if (once) found.add(i);
        }
        anyOf.add(found);
        atOf.add(there);
      }
      any.put(kind, anyOf);
      at.put(kind, atOf);
    }
    return new Extrema(any, at);
  }

  private static double[] column(float[] loadings, int components, int c) {
    double[] values = new double[loadings.length / components];
    int n = 0;
    for (int i = 0; i < values.length; i++) {
      float value = loadings[i * components + c];
      if (!Float.isNaN(value)) values[n++] = value;
    }
    return Arrays.copyOf(values, n);
  }

  /** For the page: {@code any} and {@code saliency_step}, by kind, component by component. */
  Map<String, Map<String, List<List<Integer>>>> byIndex() {
    Map<String, Map<String, List<List<Integer>>>> all = new LinkedHashMap<>();
    all.put("any", any);
    all.put("saliency_step", saliencyStep);
    return all;
  }
}
