package io.fabula.pipelines.analyses.policies;

import io.fabula.analysis.figures.LinePanels;
import io.fabula.model.simulator.HorizonError;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What was measured of policies in one simulator. */
final class PolicyTables {
  /** One row per policy and step ahead. */
  static final TableSchema PREDICTIONS =
      new TableSchema(
          "policy_predictions",
          1,
          "A step ahead under a policy's recorded actions; errors are means over windows.",
          List.of(
              Column.of("policy", Column.Type.STRING).doc("what acts"),
              Column.of("step", Column.Type.INT16).doc("steps ahead; 0 is the last frame seen"),
              Column.of("frames", Column.Type.INT32).doc("frames behind the image errors"),
              error("image", "half the squared error over all values of the frame"),
              error("mean_image", "the same, predicting the mean image of this policy"),
              error("repeat_last", "the same, repeating the last frame seen"),
              error("reward", "half the squared error of the scaled reward"),
              error("terminal", "cross-entropy of the terminal flag"),
              error("agent_state", "half the squared distance of this policy's hidden states")));

  /** One row per policy and step of free rollouts. */
  static final TableSchema LOOKS =
      new TableSchema(
          "policy_rollouts",
          1,
          "A step of rollouts in which a policy acts in the simulator, beside the same policy in"
              + " the real game from the same beginnings.",
          List.of(
              Column.of("policy", Column.Type.STRING).doc("what acts"),
              Column.of("t", Column.Type.INT16).doc("step in the rollout, from 0"),
              Column.of("rollouts", Column.Type.INT32).doc("rollouts behind the means"),
              Column.of("nearest_simulated", Column.Type.DOUBLE)
                  .doc(
                      "half the squared distance of simulated frames to the nearest of other"
                          + " episodes' recorded frames"),
              Column.of("nearest_real", Column.Type.DOUBLE).doc("the same of real frames"),
              Column.optional("movement_simulated", Column.Type.DOUBLE)
                  .doc("mean absolute change of simulated pixels since the step before")
                  .unit("0..1"),
              Column.optional("movement_real", Column.Type.DOUBLE)
                  .doc("the same of real pixels")
                  .unit("0..1"),
              Column.of("ended_simulated", Column.Type.DOUBLE)
                  .doc("mean predicted probability that the frame ends the episode"),
              Column.of("ended_real", Column.Type.DOUBLE).doc("share of real ends")));

  private PolicyTables() {}

  private static Column error(String name, String doc) {
    return Column.optional(name, Column.Type.DOUBLE).doc(doc);
  }

  /** A step of free rollouts; see {@link #LOOKS}. */
  record Look(
      int t,
      int rollouts,
      double nearestSimulated,
      double nearestReal,
      double movementSimulated,
      double movementReal,
      double endedSimulated,
      double endedReal) {
    static final int NUMBERS = 6;

    static Look of(int t, int rollouts, double[] sums) {
      double none = t == 0 ? Double.NaN : 1;
      return new Look(
          t,
          rollouts,
          sums[0] / rollouts,
          sums[1] / rollouts,
          none * sums[2] / rollouts,
          none * sums[3] / rollouts,
          sums[4] / rollouts,
          sums[5] / rollouts);
    }
  }

  /** What was found of a policy. */
  record Found(String policy, List<HorizonError> errors, List<Look> looks) {}

  static Map<String, Double> finish(FinishWork work) throws Exception {
    List<Found> all = new ArrayList<>();
    for (ShardResult each : work.shards()) all.add(each.summary(Found.class));
    work.table(
        "policy_predictions.parquet",
        PREDICTIONS,
        table -> {
          for (Found each : all) {
            for (HorizonError error : each.errors()) {
              table.write(
                  each.policy(),
                  error.step(),
                  error.frames(),
                  TableWriter.orMissing(error.image()),
                  TableWriter.orMissing(error.meanImage()),
                  TableWriter.orMissing(error.repeatLast()),
                  TableWriter.orMissing(error.reward()),
                  TableWriter.orMissing(error.terminal()),
                  TableWriter.orMissing(error.agentState()));
            }
          }
        });
    work.table(
        "policy_rollouts.parquet",
        LOOKS,
        table -> {
          for (Found each : all) {
            for (Look look : each.looks()) {
              table.write(
                  each.policy(),
                  look.t(),
                  look.rollouts(),
                  look.nearestSimulated(),
                  look.nearestReal(),
                  TableWriter.orMissing(look.movementSimulated()),
                  TableWriter.orMissing(look.movementReal()),
                  look.endedSimulated(),
                  look.endedReal());
            }
          }
        });
    draw(work, all);
    return metrics(all);
  }

  private static Map<String, Double> metrics(List<Found> all) {
    Map<String, Double> metrics = new TreeMap<>();
    for (Found each : all) {
      String suffix = "_" + each.policy().replaceAll("[^a-z0-9]+", "_");
      HorizonError last = each.errors().get(each.errors().size() - 1);
      put(metrics, "error_over_mean_image" + suffix, last.image() / last.meanImage());
      put(metrics, "error_over_repeated_frame" + suffix, last.image() / last.repeatLast());
      double simulated = mean(each, Look::movementSimulated);
      double real = mean(each, Look::movementReal);
      put(metrics, "movement_over_real" + suffix, simulated / real);
      put(
          metrics,
          "nearest_over_real" + suffix,
          mean(each, Look::nearestSimulated) / mean(each, Look::nearestReal));
    }
    return metrics;
  }

  private static void put(Map<String, Double> metrics, String name, double value) {
    if (Double.isFinite(value)) metrics.put(name, value);
  }

  private static double mean(Found found, ToDoubleFunction<Look> number) {
    return found.looks().stream()
        .mapToDouble(number)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  private static void draw(FinishWork work, List<Found> all) throws Exception {
    List<LinePanels.Line> errors = new ArrayList<>();
    List<LinePanels.Line> looks = new ArrayList<>();
    for (Found each : all) {
      List<HorizonError> ahead = each.errors().subList(1, each.errors().size());
      double[] steps = ahead.stream().mapToDouble(HorizonError::step).toArray();
      errors.add(
          new LinePanels.Line(
              "over the mean image's",
              each.policy(),
              steps,
              ahead.stream().mapToDouble(error -> error.image() / error.meanImage()).toArray()));
      errors.add(
          new LinePanels.Line(
              "over the repeated frame's",
              each.policy(),
              steps,
              ahead.stream().mapToDouble(error -> error.image() / error.repeatLast()).toArray()));
      double[] times = each.looks().stream().mapToDouble(Look::t).toArray();
      looks.add(
          new LinePanels.Line(
              "distance from recorded frames, over real",
              each.policy(),
              times,
              each.looks().stream()
                  .mapToDouble(look -> look.nearestSimulated() / look.nearestReal())
                  .toArray()));
      looks.add(
          new LinePanels.Line(
              "movement, over real",
              each.policy(),
              times,
              each.looks().stream()
                  .mapToDouble(look -> look.movementSimulated() / look.movementReal())
                  .toArray()));
    }
    work.figure(
        LinePanels.of(
            new LinePanels.Words(
                "policies-predicted",
                "One simulator under several policies",
                "Image error under the recorded actions of each policy, over that of two baselines"
                    + " on the same recording; below the dashed line it is better than the"
                    + " baseline.",
                "steps ahead",
                "error, share of the baseline's"),
            errors,
            1.0));
    work.figure(
        LinePanels.of(
            new LinePanels.Words(
                "policies-rollouts",
                "Free rollouts of several policies beside real ones",
                "How far simulated frames are from recorded ones of other episodes, and how much"
                    + " they change from step to step, as shares of what real frames of the same"
                    + " policy from the same beginnings do; the dashed line is as real.",
                "step",
                "simulated over real"),
            looks,
            1.0));
  }
}
