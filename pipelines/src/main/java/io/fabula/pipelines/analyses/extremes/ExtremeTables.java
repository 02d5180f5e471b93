package io.fabula.pipelines.analyses.extremes;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.MeanPartial;
import io.fabula.analysis.saliency.LoadingExtrema;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.List;
import java.util.Locale;

/** The tables of extreme rollouts. */
final class ExtremeTables {
  private ExtremeTables() {}

  private static final TableSchema THRESHOLDS =
      new TableSchema(
          "extrema_thresholds",
          1,
          "What counts as extreme loadings of a component; comparisons are strict.",
          List.of(
              component(),
              Column.of("high", Column.Type.DOUBLE).doc("high is above it"),
              Column.of("middle_upper", Column.Type.DOUBLE).doc("upper end of the middle"),
              Column.of("middle_lower", Column.Type.DOUBLE).doc("lower end of the middle"),
              Column.of("low", Column.Type.DOUBLE).doc("low is below it")));

  private static final TableSchema EXTREMA =
      new TableSchema(
          "extrema",
          1,
          "A rollout that belongs to a group of a component.",
          List.of(
              Column.of("scope", Column.Type.STRING)
                  .doc("any: at some step; saliency_step: at the step that saliency looks at"),
              Column.of("group", Column.Type.STRING).doc("high, middle or low"),
              component(),
              Column.of("sample_id", Column.Type.INT32).doc("id of the rollout"),
              Column.of("t", Column.Type.INT32).doc("its step that lies deepest in the group"),
              Column.of("loading", Column.Type.DOUBLE).doc("the component at that step")));

  /** Cross-correlations of a group; the table of all rollouts has component -1. */
  private static TableSchema correlations(int components) {
    return new TableSchema(
        "extrema_xcorr",
        1,
        "The mean cross-correlation of components over the rollouts of a group.",
        List.of(
            Column.of("component", Column.Type.INT16).doc("whose group; -1 for all rollouts"),
            Column.of("group", Column.Type.STRING).doc("all, high, middle or low"),
            Column.of("k", Column.Type.INT8).doc("time difference").unit("steps"),
            Column.array("matrix", Column.Type.DOUBLES, components, components)
                .doc("rows: the component k steps earlier, columns: the component later"),
            Column.of("n_samples", Column.Type.INT32).doc("rollouts of the group")));
  }

  private static TableSchema cosines(int components) {
    return new TableSchema(
        "component_cosines",
        1,
        "Cosines between the direction of a component and those of all, in the space of the"
            + " agent's state.",
        List.of(
            component(),
            Column.of("place", Column.Type.INT16).doc("its place in the order of the figures"),
            Column.array("cosine", Column.Type.DOUBLES, components)
                .doc("cosine with each component's direction")));
  }

  private static Column component() {
    return Column.of("component", Column.Type.INT16).doc("independent component");
  }

  static void write(ShardWork work, List<LoadingExtrema> thresholds, List<Extreme> extremes)
      throws Exception {
    work.table(
        "extrema_thresholds.parquet",
        THRESHOLDS,
        table -> {
          for (int c = 0; c < thresholds.size(); c++) {
            LoadingExtrema each = thresholds.get(c);
            table.write(c, each.high(), each.middleUpper(), each.middleLower(), each.low());
          }
        });
    work.table(
        "extrema.parquet",
        EXTREMA,
        table -> {
          for (Extreme each : extremes) {
            table.write(
                each.scope(),
                each.groupName(),
                each.component(),
                each.sample(),
                each.step(),
                each.loading());
          }
        });
  }

  static void writeCorrelations(ShardWork work, List<Correlated> all, int components)
      throws Exception {
    work.table(
        "extrema_xcorr.parquet",
        correlations(components),
        table -> {
          for (Correlated each : all) {
            MeanPartial.Mean mean = each.mean();
            for (int k = 0; k < mean.matrices().size(); k++) {
              table.write(
                  each.component(),
                  each.group(),
                  k,
                  mean.matrices().get(k).values(),
                  mean.samples());
            }
          }
        });
  }

  static void writeCosines(ShardWork work, Matrix cosines, int[] order) throws Exception {
    int[] place = new int[order.length];
    for (int i = 0; i < order.length; i++) place[order[i]] = i;
    work.table(
        "component_cosines.parquet",
        cosines(cosines.columns()),
        table -> {
          for (int c = 0; c < cosines.rows(); c++) table.write(c, place[c], cosines.row(c));
        });
  }

  /**
   * A rollout in a group.
   *
   * @param scope any or saliency_step
   * @param group high, middle or low
   * @param component the component
   * @param sample id of the rollout
   * @param row its place among the rollouts
   * @param step the step that lies deepest in the group
   * @param loading the component at that step
   */
  record Extreme(
      String scope,
      LoadingExtrema.Group group,
      int component,
      int sample,
      int row,
      int step,
      double loading) {
    String groupName() {
      return group.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The mean cross-correlations of a group.
   *
   * @param component the component; -1 for all rollouts
   * @param group all, high, middle or low
   * @param mean one matrix per time difference
   */
  record Correlated(int component, String group, MeanPartial.Mean mean) {}
}
