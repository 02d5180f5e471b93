package io.fabula.analysis.causal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What variants of an intervention change, pair by pair, in the same units without it. */
public final class PairedEffects {
  private PairedEffects() {}

  /**
   * What happened in one unit, such as a level.
   *
   * @param variant name of the intervention
   * @param unit seed or number
   * @param measures in the order of their names
   * @param actions how often each action was taken
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once
  public record Outcome(String variant, long unit, double[] measures, int[] actions) {}

  /**
   * What a variant changes in one measure.
   *
   * @param base mean without intervention
   * @param changed mean with it
   * @param difference mean of the paired differences, with its 95 % bootstrap interval over units
   */
  public record Effect(
      String variant, String measure, double base, double changed, BootstrapInterval difference) {}

  /**
   * What a variant changes in the histogram of actions.
   *
   * @param base counts without intervention
   * @param changed counts with it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once
  public record Histogram(String variant, long[] base, long[] changed, HistogramTest test) {}

  private static Map<String, List<Outcome>> byVariant(List<Outcome> outcomes) {
    Map<String, List<Outcome>> variants = new LinkedHashMap<>();
    for (Outcome each : outcomes) {
      variants.computeIfAbsent(each.variant(), name -> new ArrayList<>()).add(each);
    }
    return variants;
  }

  private static List<Outcome> base(Map<String, List<Outcome>> variants, String name) {
    List<Outcome> base = variants.get(name);
    if (base == null) throw new IllegalArgumentException("there are no outcomes of " + name);
    variants.forEach(
        (variant, own) -> {
          for (int i = 0; i < own.size(); i++) {
            if (own.size() != base.size() || own.get(i).unit() != base.get(i).unit()) {
              throw new IllegalArgumentException(variant + " and " + name + " differ in units");
            }
          }
        });
    return base;
  }

  /**
   * Effects of all variants on all measures, in their order.
   *
   * @param measures names
   * @param outcomes of each variant the same units in the same order, at least 2
   * @param untouched the variant without intervention
   */
  public static List<Effect> of(
      List<String> measures,
      List<Outcome> outcomes,
      String untouched,
      BootstrapInterval.Options options) {
    Map<String, List<Outcome>> variants = byVariant(outcomes);
    List<Outcome> base = base(variants, untouched);
    List<Effect> effects = new ArrayList<>();
    variants.forEach(
        (variant, own) -> {
          if (variant.equals(untouched)) return;
          for (int m = 0; m < measures.size(); m++) {
            double[] before = column(base, m);
            double[] after = column(own, m);
            effects.add(
                new Effect(
                    variant,
                    measures.get(m),
                    mean(before),
                    mean(after),
                    BootstrapInterval.ofPairs(before, after, options)));
          }
        });
    return effects;
  }

  /** What all variants change in the histogram of actions. */
  public static List<Histogram> actions(List<Outcome> outcomes, String untouched) {
    Map<String, List<Outcome>> variants = byVariant(outcomes);
    long[] before = counts(base(variants, untouched));
    List<Histogram> result = new ArrayList<>();
    variants.forEach(
        (variant, own) -> {
          if (variant.equals(untouched)) return;
          long[] after = counts(own);
          result.add(new Histogram(variant, before, after, HistogramTest.of(before, after)));
        });
    return result;
  }

  private static long[] counts(List<Outcome> outcomes) {
    long[] counts = new long[outcomes.get(0).actions().length];
    for (Outcome each : outcomes) {
      for (int i = 0; i < counts.length; i++) counts[i] += each.actions()[i];
    }
    return counts;
  }

  private static double[] column(List<Outcome> outcomes, int m) {
    return outcomes.stream().mapToDouble(each -> each.measures()[m]).toArray();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double each : values) sum += each;
    return sum / values.length;
  }
}
