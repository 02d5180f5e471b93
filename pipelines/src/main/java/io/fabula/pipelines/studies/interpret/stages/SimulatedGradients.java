package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.envs.edits.ActionGroup;
import io.fabula.model.simulator.CourseGradients;
import io.fabula.model.simulator.SaliencyTarget;
import io.fabula.model.simulator.SimulatedRollouts;
import io.fabula.model.simulator.SimulatorGradients;
import io.fabula.pipelines.stories.GradientEffects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gradients of the simulator beside the real responses to pushes. */
final class SimulatedGradients {
  private final SimulatorGradients gradients;
  private final GradientMoves moves;

  SimulatedGradients(SimulatorGradients gradients, GradientMoves moves) {
    this.gradients = gradients;
    this.moves = moves;
  }

  /** Adds gradients to real responses of one batch; what has no real response is left out. */
  void add(
      List<GradientBeginning> batch,
      Map<String, GradientEffects.Effect> real,
      List<GradientEffects.Effect> effects) {
    int width = batch.get(0).bottleneck().length;
    float[] bottlenecks = new float[SimulatedRollouts.BATCH * width];
    for (int row = 0; row < SimulatedRollouts.BATCH; row++) {
      GradientBeginning each = batch.get(Math.min(row, batch.size() - 1));
      System.arraycopy(each.bottleneck(), 0, bottlenecks, row * width, width);
    }
    gradients.forward(bottlenecks);
    List<GradientEffects.Effect> found = new ArrayList<>();
    for (int lag : GradientEffects.LAGS) {
      int step = GradientEffects.PUSHED_AFTER + lag;
      List<double[][]> components = new ArrayList<>();
      for (int j = 0; j < moves.components(); j++) {
        components.add(along(new SaliencyTarget.Direction(step, moves.read(j))));
      }
      List<double[][]> actions = new ArrayList<>();
      for (ActionGroup each : moves.groups) {
        actions.add(along(new SaliencyTarget.Actions(step, each.actions())));
      }
      double[][] value = along(new SaliencyTarget.Value(step));
      for (int row = 0; row < batch.size(); row++) {
        for (int d = 0; d < moves.directions.size(); d++) {
          String direction = moves.directions.get(d).name();
          GradientEffects.Effect own = real.get(key(batch.get(row).sample(), direction, lag));
          if (own == null) continue;
          fill(own.gradient(), components, row, d);
          fill(own.actionGradient(), actions, row, d);
          found.add(
              new GradientEffects.Effect(
                  own.sample(),
                  own.episode(),
                  direction,
                  lag,
                  own.gradient(),
                  own.push(),
                  own.actionGradient(),
                  own.actionPush(),
                  value[row][d],
                  own.valuePush()));
        }
      }
    }
    effects.addAll(found);
  }

  private static void fill(float[] target, List<double[][]> found, int row, int direction) {
    for (int i = 0; i < target.length; i++) target[i] = (float) found.get(i)[row][direction];
  }

  /** {@code [row][direction]}: gradient of a target along each direction at the pushed step. */
  private double[][] along(SaliencyTarget target) {
    CourseGradients found = gradients.backward(target, false);
    int hidden = moves.projector.hiddenSize();
    int from = GradientEffects.PUSHED_AFTER * SimulatedRollouts.BATCH * hidden;
    double[][] along = new double[SimulatedRollouts.BATCH][moves.added.length];
    for (int row = 0; row < along.length; row++) {
      for (int d = 0; d < moves.added.length; d++) {
        double sum = 0;
        for (int k = 0; k < hidden; k++) {
          sum += found.agentStates()[from + row * hidden + k] * moves.added[d][k];
        }
        along[row][d] = sum * SimulatedRollouts.BATCH; // targets are means over the batch
      }
    }
    return along;
  }

  /** By which a real response is found. */
  static String key(int sample, String direction, int lag) {
    return sample + " " + direction + " " + lag;
  }
}
