package io.fabula.pipelines.analyses.generation;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.model.simulator.OptimisedBeginnings;
import io.fabula.model.simulator.SimulatedSample;
import java.util.List;

/**
 * What was found of a target; see {@link OptimisedTables#TARGETS}. NaN where there is no such
 * number.
 */
record OptimisedTarget(
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

  static OptimisedTarget of(
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
    return new OptimisedTarget(
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
}
