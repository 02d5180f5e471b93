package io.fabula.pipelines.analyses.generation;

import io.fabula.analysis.figures.FeatureBars;
import io.fabula.analysis.figures.SeedBands;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What optimised samples reach, and how alike they are. */
final class OptimisedTables {
  static final String SAMPLES = "optimised_samples";

  /** One row per target. */
  static final TableSchema TARGETS =
      new TableSchema(
          "optimised_targets",
          1,
          "A target, and what moving random beginnings made of it; means over beginnings.",
          List.of(
              Column.of("target", Column.Type.STRING).doc("name of the target"),
              Column.of("kind", Column.Type.STRING).doc("kind of the target"),
              Column.of("moves", Column.Type.INT32).doc("moves that were tried"),
              Column.of("before", Column.Type.DOUBLE).doc("the target of random beginnings"),
              Column.of("after", Column.Type.DOUBLE).doc("the target of optimised ones"),
              Column.optional("gain", Column.Type.DOUBLE)
                  .doc("after minus before; of components and units alone")
                  .unit("standard deviations in real rollouts"),
              Column.optional("share_along", Column.Type.DOUBLE)
                  .doc(
                      "length of the state's change along the target, over its whole length; of"
                          + " components and units alone"),
              Column.of("alike_before", Column.Type.DOUBLE)
                  .doc("mean correlation of the frames of two random beginnings"),
              Column.of("alike_after", Column.Type.DOUBLE)
                  .doc("mean correlation of the frames of two optimised ones")));

  private OptimisedTables() {}

  /** One row per target and beginning. */
  static TableSchema samples(int bottleneck) {
    return new TableSchema(
        SAMPLES,
        1,
        "A random beginning and where it was moved to make a target large.",
        List.of(
            Column.of("target", Column.Type.STRING).doc("name of the target"),
            Column.of("sample", Column.Type.INT32).doc("number of the beginning"),
            Column.of("before", Column.Type.DOUBLE).doc("the target from the random beginning"),
            Column.of("after", Column.Type.DOUBLE).doc("the target from where it was moved"),
            Column.array("begin", Column.Type.FLOATS, bottleneck)
                .doc("the random beginning, of length 1"),
            Column.array("end", Column.Type.FLOATS, bottleneck)
                .doc("where it was moved, of length 1")));
  }

  /** What all targets of a shard gave. */
  record All(List<OptimisedTarget> found) {}

  static Map<String, Double> finish(FinishWork work) throws Exception {
    List<OptimisedTarget> all = new ArrayList<>();
    for (ShardResult each : work.shards()) all.addAll(each.summary(All.class).found());
    all.sort(
        Comparator.comparingInt(
                (OptimisedTarget each) -> TargetFunctionSettings.KINDS.indexOf(each.kind()))
            .thenComparingInt(OptimisedTarget::number));
    work.table(
        "optimised_targets.parquet",
        TARGETS,
        table -> {
          for (OptimisedTarget each : all) {
            table.write(
                each.target(),
                each.kind(),
                each.moves(),
                each.before(),
                each.after(),
                TableWriter.orMissing(each.gain()),
                TableWriter.orMissing(each.shareAlong()),
                each.alikeBefore(),
                each.alikeAfter());
          }
        });
    draw(work, all);
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("targets", (double) all.size());
    for (String kind : TargetFunctionSettings.KINDS) {
      put(metrics, "gain_" + kind, all, kind, OptimisedTarget::gain);
      put(metrics, "share_along_" + kind, all, kind, OptimisedTarget::shareAlong);
      put(metrics, "alike_before_" + kind, all, kind, OptimisedTarget::alikeBefore);
      put(metrics, "alike_after_" + kind, all, kind, OptimisedTarget::alikeAfter);
    }
    return metrics;
  }

  private static void put(
      Map<String, Double> metrics,
      String name,
      List<OptimisedTarget> all,
      String kind,
      ToDoubleFunction<OptimisedTarget> number) {
    double mean =
        all.stream()
            .filter(each -> each.kind().equals(kind))
            .mapToDouble(number)
            .average()
            .orElse(Double.NaN);
    if (Double.isFinite(mean)) metrics.put(name, mean);
  }

  private static void draw(FinishWork work, List<OptimisedTarget> all) throws Exception {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("hx_direction", "component");
    kinds.put("hx_neuron", "single unit");
    List<FeatureBars.Bar> gains = new ArrayList<>();
    for (OptimisedTarget each : all) {
      String kind = kinds.get(each.kind());
      if (kind == null) continue;
      gains.add(FeatureBars.Bar.of(Integer.toString(each.number()), kind, each.gain()));
    }
    if (gains.isEmpty()) return;
    work.figure(
        FeatureBars.of(
            gains,
            new SeedBands.Words(
                "optimised-gains",
                "What optimised beginnings reach",
                "number of the component or unit",
                "gain, standard deviations in real rollouts"),
            "Mean target of optimised beginnings minus that of the random ones that they were"
                + " moved from."));
  }
}
