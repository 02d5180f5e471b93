package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.envs.create.ToolCatalogue;
import io.fabula.envs.create.ToolSplit;
import io.fabula.model.trajectories.Trajectories;
import io.fabula.model.trajectories.TrajectoryVae;
import io.fabula.pipelines.stages.ShardWork;
import java.util.Locale;

/**
 * How much of a ball's course is foretold from its first state and the tool's description, against
 * the description of another tool. Errors are shares of the states' variance over all tools of the
 * split.
 */
final class ToolForecasts {
  /** Most trajectories of a tool that are foretold. */
  private static final int MOST = 32;

  private ToolForecasts() {}

  static void measure(
      ShardWork work, TrajectoryVae vae, Trajectories all, float[] descriptions, int size) {
    for (ToolSplit split :
        new ToolSplit[] {ToolSplit.TRAIN, ToolSplit.VALIDATION, ToolSplit.TEST}) {
      int[] ids = split.ids(ToolCatalogue.published());
      Trajectories data = all.of(ids).first(Math.min(MOST, all.each()));
      String name = "%s_unexplained".formatted(split).toLowerCase(Locale.ROOT);
      work.metric(name, unexplained(vae, data, rows(descriptions, size, ids, 0)));
      work.metric(
          name + "_by_another",
          unexplained(vae, data, rows(descriptions, size, ids, ids.length / 2)));
    }
  }

  /** The descriptions of tools that stand {@code ahead} places further on. */
  private static float[] rows(float[] descriptions, int size, int[] ids, int ahead) {
    float[] rows = new float[ids.length * size];
    for (int i = 0; i < ids.length; i++) {
      int id = ids[(i + ahead) % ids.length];
      System.arraycopy(descriptions, id * size, rows, i * size, size);
    }
    return rows;
  }

  private static double unexplained(TrajectoryVae vae, Trajectories data, float[] rows) {
    float[] told = vae.foretell(data, rows);
    int numbers = data.numbers();
    int width = data.states() * numbers;
    int toldWidth = width - numbers;
    double[] sums = new double[numbers];
    double[] squares = new double[numbers];
    double error = 0;
    int count = data.things() * data.each();
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < toldWidth; i++) {
        double value = data.values()[row * width + numbers + i];
        sums[i % numbers] += value;
        squares[i % numbers] += value * value;
        double difference = value - told[row * toldWidth + i];
        error += difference * difference;
      }
    }
    double perNumber = count * (data.states() - 1.0);
    double variance = 0;
    for (int i = 0; i < numbers; i++) variance += squares[i] - sums[i] * sums[i] / perNumber;
    return error / variance;
  }
}
