package io.fabula.pipelines.stories;

import static io.fabula.pipelines.tables.TableWriter.finiteOrMissing;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.causal.UntrainedPopulation;
import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The table of what experiments on request found: effects with intervals and random controls. */
public final class ExperimentEffects {
  private static final String DIRECTORY = "effects";

  private static final TableSchema SCHEMA =
      new TableSchema(
          "experiment_effects",
          1,
          "The effect of an intervention, with its interval and random controls.",
          List.of(
              Column.of("about", Column.Type.STRING).doc("the feature, or the world"),
              Column.of("variant", Column.Type.STRING).doc("what was done"),
              Column.of("quantity", Column.Type.STRING).doc("what it changed"),
              Column.of("n", Column.Type.INT32).doc("levels or states"),
              Column.optional("value", Column.Type.DOUBLE).doc("the change"),
              Column.optional("low", Column.Type.DOUBLE).doc("lower end of its 95 % interval"),
              Column.optional("high", Column.Type.DOUBLE).doc("upper end of its 95 % interval"),
              Column.of("random", Column.Type.INT32).doc("random directions it is compared with"),
              Column.optional("random_mean", Column.Type.DOUBLE).doc("mean of their changes"),
              Column.optional("random_largest", Column.Type.DOUBLE)
                  .doc("largest magnitude of their changes"),
              Column.optional("p", Column.Type.DOUBLE)
                  .doc("that one more random direction changes it as much, in magnitude")));

  /** A row of the table; see its columns. */
  public record Effect(
      String about,
      String variant,
      String quantity,
      int n,
      double value,
      double low,
      double high,
      int random,
      double randomMean,
      double randomLargest,
      double p) {
    /** An effect without controls. */
    static Effect of(String about, String variant, String quantity, BootstrapInterval interval) {
      return against(about, variant, quantity, interval, new double[0]);
    }

    /**
     * An effect with those of random directions; where these are no more than one, or all alike,
     * they tell nothing.
     */
    static Effect against(
        String about,
        String variant,
        String quantity,
        BootstrapInterval interval,
        double[] random) {
      double[] magnitudes = Arrays.stream(random).map(Math::abs).toArray();
      return new Effect(
          about,
          variant,
          quantity,
          interval.values(),
          interval.mean(),
          interval.low(),
          interval.high(),
          random.length,
          Arrays.stream(random).average().orElse(Double.NaN),
          Arrays.stream(magnitudes).max().orElse(Double.NaN),
          new UntrainedPopulation(magnitudes).probabilityOf(Math.abs(interval.mean())));
    }
  }

  private ExperimentEffects() {}

  static void write(ShardWork work, int shards, List<Effect> effects) throws Exception {
    work.table(
        PartName.of(DIRECTORY, work.shard(), shards),
        SCHEMA,
        table -> {
          for (Effect each : effects) {
            table.write(
                each.about(),
                each.variant(),
                each.quantity(),
                each.n(),
                finiteOrMissing(each.value()),
                finiteOrMissing(each.low()),
                finiteOrMissing(each.high()),
                each.random(),
                finiteOrMissing(each.randomMean()),
                finiteOrMissing(each.randomLargest()),
                finiteOrMissing(each.p()));
          }
        });
  }

  /** The effects of an artifact, in the order of its shards. */
  public static List<Effect> read(Artifact artifact) {
    List<Effect> effects = new ArrayList<>();
    for (Path file : artifact.files(DIRECTORY)) read(file, effects);
    return effects;
  }

  static List<Effect> read(FinishWork work) {
    List<Effect> effects = new ArrayList<>();
    int shards = work.shards().size();
    for (ShardResult each : work.shards()) {
      read(work.file(each.part(PartName.of(DIRECTORY, each.shard(), shards))), effects);
    }
    return effects;
  }

  private static void read(Path file, List<Effect> effects) {
    TableReader.forEach(
        file,
        SCHEMA,
        row ->
            effects.add(
                new Effect(
                    row.text("about"),
                    row.text("variant"),
                    row.text("quantity"),
                    row.integer("n"),
                    row.numberOrNaN("value"),
                    row.numberOrNaN("low"),
                    row.numberOrNaN("high"),
                    row.integer("random"),
                    row.numberOrNaN("random_mean"),
                    row.numberOrNaN("random_largest"),
                    row.numberOrNaN("p"))));
  }

  /** Draws those effects that are meant, one row for each thing and variant. */
  static void draw(
      FinishWork work, List<Effect> effects, Predicate<Effect> meant, EffectIntervals.Words words)
      throws Exception {
    List<EffectIntervals.Estimate> estimates =
        effects.stream()
            .filter(meant)
            .filter(each -> !Double.isNaN(each.value()))
            .map(
                each ->
                    new EffectIntervals.Estimate(
                        each.about() + ": " + each.variant(),
                        each.quantity(),
                        each.value(),
                        each.low(),
                        each.high(),
                        Double.NaN))
            .toList();
    if (!estimates.isEmpty()) work.figure(EffectIntervals.of(estimates, words));
  }
}
