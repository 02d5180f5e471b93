package io.fabula.pipelines.analyses.generation;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.figures.FeatureBars;
import io.fabula.analysis.figures.SeedBands;
import io.fabula.model.simulator.OptimisedBeginnings;
import io.fabula.model.simulator.SimulatedSample;
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

  /** What was found of a target; see {@link #TARGETS}. NaN where there is no such number. */
  record Found(
      String target,
      String kind,
      int number,
      int moves,
      double before,
      double after,
      double gain,
      double shareAlong,
      double alikeBefore,
      double alikeAfter) {

    static Found of(
        Goals.Goal goal, OptimisedBeginnings.Result result, Projector projector, int timestep) {
      double before = result.means()[0];
      double after = result.means()[result.means().length - 1];
      boolean neuron = goal.kind().equals("hx_neuron");
      boolean component = goal.kind().equals("hx_direction");
      double gain = Double.NaN;
      double along = Double.NaN;
      if (neuron) {
        gain = (after - before) / projector.standardisation().deviation()[goal.number()];
        along = meanShare(goal, result, timestep, projector.standardisation()::apply);
      } else if (component) {
        boolean independent = goal.name().endsWith("ica");
        gain = after - before;
        if (!independent) {
          gain /= Math.sqrt(projector.principal().variance()[goal.number()]);
        }
        along =
            meanShare(
                goal,
                result,
                timestep,
                independent ? projector::independentComponents : projector::principalComponents);
      }
      return new Found(
          goal.name(),
          goal.kind(),
          goal.number(),
          result.means().length - 1,
          before,
          after,
          gain,
          along,
          alike(result.first()),
          alike(result.last()));
    }
  }

  /** What all targets of a shard gave. */
  record All(List<Found> found) {}

  /** Coordinates of agent states. */
  private interface Coordinates {
    Matrix of(Matrix states);
  }

  private static double meanShare(
      Goals.Goal goal, OptimisedBeginnings.Result result, int timestep, Coordinates coordinates) {
    Matrix before = coordinates.of(states(result.first(), timestep));
    Matrix after = coordinates.of(states(result.last(), timestep));
    double sum = 0;
    int moved = 0;
    for (int b = 0; b < before.rows(); b++) {
      double squares = 0;
      for (int j = 0; j < before.columns(); j++) {
        double change = after.get(b, j) - before.get(b, j);
        squares += change * change;
      }
      if (!(squares > 0)) continue;
      double own = after.get(b, goal.number()) - before.get(b, goal.number());
      sum += own / Math.sqrt(squares);
      moved++;
    }
    return moved == 0 ? Double.NaN : sum / moved;
  }

  private static Matrix states(List<SimulatedSample> courses, int timestep) {
    int steps = courses.get(0).values().length;
    int width = courses.get(0).agentStates().length / steps;
    Matrix states = new Matrix(courses.size(), width);
    for (int b = 0, at = 0; b < courses.size(); b++) {
      for (int j = 0; j < width; j++) {
        states.values()[at++] = courses.get(b).agentStates()[timestep * width + j];
      }
    }
    return states;
  }

  /** Mean correlation of all frames of two courses, over all pairs. */
  static double alike(List<SimulatedSample> courses) {
    int count = courses.size();
    double[][] standard = new double[count][];
    for (int b = 0; b < count; b++) standard[b] = standardised(courses.get(b).frames());
    double sum = 0;
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < a; b++) {
        for (int i = 0; i < standard[a].length; i++) sum += standard[a][i] * standard[b][i];
      }
    }
    return 2 * sum / (count * (count - 1.0));
  }

  /** Without its mean, at length 1. */
  private static double[] standardised(byte[] frames) {
    double mean = 0;
    for (byte each : frames) mean += (each & 0xff) / (double) frames.length;
    double squares = 0;
    for (byte each : frames) squares += ((each & 0xff) - mean) * ((each & 0xff) - mean);
    double[] result = new double[frames.length];
    if (!(squares > 0)) return result;
    double length = Math.sqrt(squares);
    for (int i = 0; i < frames.length; i++) result[i] = ((frames[i] & 0xff) - mean) / length;
    return result;
  }

  static Map<String, Double> finish(FinishWork work) throws Exception {
    List<Found> all = new ArrayList<>();
    for (ShardResult each : work.shards()) all.addAll(each.summary(All.class).found());
    all.sort(
        Comparator.comparingInt((Found each) -> TargetFunctionSettings.KINDS.indexOf(each.kind()))
            .thenComparingInt(Found::number));
    work.table(
        "optimised_targets.parquet",
        TARGETS,
        table -> {
          for (Found each : all) {
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
      put(metrics, "gain_" + kind, all, kind, Found::gain);
      put(metrics, "share_along_" + kind, all, kind, Found::shareAlong);
      put(metrics, "alike_before_" + kind, all, kind, Found::alikeBefore);
      put(metrics, "alike_after_" + kind, all, kind, Found::alikeAfter);
    }
    return metrics;
  }

  private static void put(
      Map<String, Double> metrics,
      String name,
      List<Found> all,
      String kind,
      ToDoubleFunction<Found> number) {
    double mean =
        all.stream()
            .filter(each -> each.kind().equals(kind))
            .mapToDouble(number)
            .average()
            .orElse(Double.NaN);
    if (Double.isFinite(mean)) metrics.put(name, mean);
  }

  private static void draw(FinishWork work, List<Found> all) throws Exception {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("hx_direction", "component");
    kinds.put("hx_neuron", "single unit");
    List<FeatureBars.Bar> gains = new ArrayList<>();
    for (Found each : all) {
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
