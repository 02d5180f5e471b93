package io.fabula.pipelines.analyses.swaps;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.causal.PairedEffects;
import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What swaps change, as tables, figure and metrics. */
final class SwapTables {
  /** One row per variant and measure. */
  static final TableSchema EVALUATION =
      new TableSchema(
          "intervention_eval",
          1,
          "What an intervention changes in one measure, paired with the agent as it is.",
          List.of(
              Column.of("world", Column.Type.STRING).doc("simulated or real"),
              Column.of("variant", Column.Type.STRING).doc("which movement goes where"),
              Column.of("measure", Column.Type.STRING).doc("what is measured, a mean over units"),
              number("base", "the agent as it is"),
              number("swapped", "with the intervention"),
              number("difference", "mean of the paired differences"),
              number("low", "lower end of its 95 % bootstrap interval over units"),
              number("high", "upper end of it"),
              Column.of("units", Column.Type.INT32).doc("levels or rollouts")));

  /** One row per variant and action. */
  static final TableSchema ACTIONS =
      new TableSchema(
          "intervention_actions",
          1,
          "How often an action is taken with and without an intervention.",
          List.of(
              Column.of("world", Column.Type.STRING).doc("simulated or real"),
              Column.of("variant", Column.Type.STRING).doc("which movement goes where"),
              Column.of("action", Column.Type.INT8).doc("its number"),
              Column.of("base", Column.Type.INT64).doc("times that it is taken as it is"),
              Column.of("swapped", Column.Type.INT64).doc("the same with the intervention"),
              number("difference", "half the sum of absolute differences of all shares"),
              number("p_value", "chi-square test of the histogram; steps count as independent")));

  private static Column number(String name, String doc) {
    return Column.of(name, Column.Type.DOUBLE).doc(doc);
  }

  /**
   * What a shard leaves.
   *
   * @param measures their names
   * @param outcomes unit by unit, variant by variant
   */
  record Outcomes(List<String> measures, List<PairedEffects.Outcome> outcomes) {}

  private final String world;
  private final SwapSettings settings;

  /**
   * @param world simulated or real
   */
  SwapTables(String world, SwapSettings settings) {
    this.world = world;
    this.settings = settings;
  }

  /** Folds what the shards left. */
  Map<String, Double> finish(FinishWork work, long seed) throws Exception {
    List<PairedEffects.Outcome> all = new ArrayList<>();
    List<String> measures = List.of();
    for (ShardResult each : work.shards()) {
      Outcomes own = each.summary(Outcomes.class);
      measures = own.measures();
      all.addAll(own.outcomes());
    }
    BootstrapInterval.Options options =
        new BootstrapInterval.Options(0.95, settings.draws(), Seeds.of(seed, "swap " + world));
    List<PairedEffects.Effect> effects =
        PairedEffects.of(measures, all, Variants.UNTOUCHED, options);
    List<PairedEffects.Histogram> histograms = PairedEffects.actions(all, Variants.UNTOUCHED);
    write(work, effects, histograms);
    draw(work, effects);
    return metrics(effects, histograms);
  }

  private void write(
      FinishWork work, List<PairedEffects.Effect> effects, List<PairedEffects.Histogram> histograms)
      throws Exception {
    work.table(
        "intervention_eval.parquet",
        EVALUATION,
        table -> {
          for (PairedEffects.Effect each : effects) {
            table.write(
                world,
                each.variant(),
                each.measure(),
                each.base(),
                each.changed(),
                each.difference().mean(),
                each.difference().low(),
                each.difference().high(),
                each.difference().values());
          }
        });
    work.table(
        "intervention_actions.parquet",
        ACTIONS,
        table -> {
          for (PairedEffects.Histogram each : histograms) {
            for (int a = 0; a < each.base().length; a++) {
              table.write(
                  world,
                  each.variant(),
                  a,
                  each.base()[a],
                  each.changed()[a],
                  each.test().difference(),
                  each.test().pValue());
            }
          }
        });
  }

  /** Shares alone: returns and lengths have other units. */
  private void draw(FinishWork work, List<PairedEffects.Effect> effects) throws Exception {
    List<EffectIntervals.Estimate> estimates = new ArrayList<>();
    for (PairedEffects.Effect each : effects) {
      boolean share = each.measure().startsWith("ends") || each.measure().startsWith("lands");
      if (!share || (each.base() == 0 && each.changed() == 0)) continue;
      estimates.add(
          new EffectIntervals.Estimate(
              each.variant(),
              each.measure(),
              100 * each.difference().mean(),
              100 * each.difference().low(),
              100 * each.difference().high(),
              Double.NaN));
    }
    if (estimates.isEmpty()) return;
    work.figure(
        EffectIntervals.of(
            estimates,
            new EffectIntervals.Words(
                "swaps-" + world,
                "What swapped directions change, " + world,
                "Percentage points by which episodes end, or the agent lands, otherwise than as it"
                    + " is, with 95 % bootstrap intervals over the same "
                    + (world.equals(SwapInGame.WORLD) ? "levels." : "beginnings."),
                "percentage points")));
  }

  private static Map<String, Double> metrics(
      List<PairedEffects.Effect> effects, List<PairedEffects.Histogram> histograms) {
    Map<String, Double> metrics = new TreeMap<>();
    for (PairedEffects.Effect each : effects) {
      if (!each.measure().equals("return")) continue;
      metrics.put("return", each.base());
      metrics.put("return " + each.variant(), each.changed());
    }
    for (PairedEffects.Histogram each : histograms) {
      metrics.put("actions moved " + each.variant(), each.test().difference());
    }
    return metrics;
  }
}
