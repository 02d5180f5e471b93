package io.fabula.pipelines.analyses.edits;

import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.analysis.saliency.RankCorrelation;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** States in which something was removed, and how well saliency predicts what that did. */
final class EditSaliencyTables {
  static final String PART = "states";

  /** Too few states say nothing about ranks. */
  private static final int LEAST_STATES = 5;

  /** One row per state, feature, agent and target. */
  static final TableSchema STATES =
      new TableSchema(
          "edit_saliency",
          1,
          "How salient a feature is to an agent, and what the studied one says without it.",
          List.of(
              Column.of("feature", Column.Type.STRING).doc("what is removed from the frame"),
              Column.of("level", Column.Type.INT64).doc("seed of the level"),
              Column.of("step", Column.Type.INT32).doc("of the episode, from 0"),
              Column.of("agent", Column.Type.INT16)
                  .doc("whose gradient: 0 the studied one, others have random weights"),
              Column.of("target", Column.Type.STRING).doc("value, or the action that was taken"),
              Column.of("saliency", Column.Type.DOUBLE)
                  .doc("sum over the feature's pixels of the gradient's magnitude"),
              Column.of("first_order", Column.Type.DOUBLE)
                  .doc("magnitude of the gradient times what the removal changes in the frame"),
              Column.of("pixels", Column.Type.INT32).doc("pixels that the removal changes"),
              Column.of("effect", Column.Type.DOUBLE)
                  .doc(
                      "what the removal changes in the studied agent's value or log-probability")));

  /** One row per feature, target and predictor. */
  static final TableSchema CORRELATIONS =
      new TableSchema(
          "edit_saliency_correlations",
          1,
          "Spearman's rank correlation of a prediction with the effect of a removal.",
          List.of(
              Column.of("feature", Column.Type.STRING).doc("what was removed"),
              Column.of("target", Column.Type.STRING).doc("value, or the action that was taken"),
              Column.of("predictor", Column.Type.STRING).doc("what predicts"),
              Column.optional("correlation", Column.Type.DOUBLE).doc("over states"),
              Column.optional("low", Column.Type.DOUBLE)
                  .doc("lower end of the 95 % interval, by drawing levels again"),
              Column.optional("high", Column.Type.DOUBLE).doc("upper end of it"),
              Column.of("states", Column.Type.INT32).doc("states that are compared"),
              Column.of("levels", Column.Type.INT32).doc("levels that they come from")));

  private final EditSaliencySettings settings;
  private final int untrained;

  EditSaliencyTables(EditSaliencySettings settings, int untrained) {
    this.settings = settings;
    this.untrained = untrained;
  }

  /** A prediction and how well it does. */
  private record Prediction(
      String feature, String target, String predictor, RankCorrelation correlation) {}

  /** Folds the states of all shards. */
  Map<String, Double> finish(FinishWork work, long seed) throws Exception {
    List<Row> rows = new ArrayList<>();
    for (ShardResult shard : work.shards()) {
      for (Part part : shard.parts()) {
        TableReader.forEach(work.file(part), STATES, rows::add);
      }
    }
    List<Prediction> all = new ArrayList<>();
    for (String feature : settings.features()) {
      for (String target : List.of("value", "action")) {
        List<Row> own =
            rows.stream()
                .filter(row -> row.text("feature").equals(feature))
                .filter(row -> row.text("target").equals(target))
                .toList();
        predict(feature, target, own, seed, all);
      }
    }
    write(work, all);
    draw(work, all);
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("states", rows.size() / (2.0 * (1 + untrained)));
    for (Prediction each : all) {
      if (!Double.isFinite(each.correlation().value())) continue;
      metrics.put(
          "%s %s: %s".formatted(each.feature(), each.target(), each.predictor()),
          each.correlation().value());
    }
    return metrics;
  }

  private void predict(
      String feature, String target, List<Row> rows, long seed, List<Prediction> into) {
    List<Row> studied = rows.stream().filter(row -> row.integer("agent") == 0).toList();
    if (studied.size() < LEAST_STATES) return;
    add(into, feature, target, "saliency", studied, row -> row.number("saliency"), seed);
    add(into, feature, target, "first order", studied, row -> row.number("first_order"), seed);
    add(into, feature, target, "number of pixels", studied, row -> row.integer("pixels"), seed);
    for (int i = 1; i <= untrained; i++) {
      int number = i;
      List<Row> own = rows.stream().filter(row -> row.integer("agent") == number).toList();
      String predictor = "saliency, random weights " + i;
      add(into, feature, target, predictor, own, row -> row.number("saliency"), seed);
    }
  }

  private void add(
      List<Prediction> into,
      String feature,
      String target,
      String predictor,
      List<Row> rows,
      ToDoubleFunction<Row> value,
      long seed) {
    RankCorrelation correlation =
        RankCorrelation.of(
            rows.stream().mapToLong(row -> row.longInteger("level")).toArray(),
            rows.stream().mapToDouble(value).toArray(),
            rows.stream().mapToDouble(row -> row.number("effect")).toArray(),
            settings.draws(),
            seed);
    into.add(new Prediction(feature, target, predictor, correlation));
  }

  private static void write(FinishWork work, List<Prediction> all) throws Exception {
    work.table(
        "correlations.parquet",
        CORRELATIONS,
        table -> {
          for (Prediction each : all) {
            RankCorrelation correlation = each.correlation();
            table.write(
                each.feature(),
                each.target(),
                each.predictor(),
                TableWriter.orMissing(correlation.value()),
                TableWriter.orMissing(correlation.low()),
                TableWriter.orMissing(correlation.high()),
                correlation.pairs(),
                correlation.groups());
          }
        });
  }

  private static void draw(FinishWork work, List<Prediction> all) throws Exception {
    List<EffectIntervals.Estimate> estimates = new ArrayList<>();
    for (Prediction each : all) {
      if (!Double.isFinite(each.correlation().value())) continue;
      estimates.add(
          new EffectIntervals.Estimate(
              each.feature() + ": " + each.predictor(),
              each.target(),
              each.correlation().value(),
              each.correlation().low(),
              each.correlation().high(),
              Double.NaN));
    }
    if (estimates.isEmpty()) return;
    work.figure(
        EffectIntervals.of(
            estimates,
            new EffectIntervals.Words(
                "saliency-against-edits",
                "Does saliency predict what a removal does?",
                "Rank correlation, over states of the real game with the feature in sight, of a"
                    + " prediction with how much the agent's value, or the log-probability of its"
                    + " action, changes when the frame is drawn without the feature. 95 %"
                    + " intervals by drawing levels again. Agents with random weights watched the"
                    + " same frames: what they predict as well is no finding.",
                "Spearman's rank correlation")));
  }
}
