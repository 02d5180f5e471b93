package io.fabula.analysis.clustering;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import java.util.Collections;
import java.util.List;

/**
 * Rows that describe where agent and world are and how they move: the state {@code s_t} (agent's
 * hidden state and leading principal components of the world's state) followed by {@code s_t -
 * s_(t+k)} for each time difference k.
 *
 * @implNote The original clips the states inside the differences alone; here the state part is
 *     clipped too, or one runaway simulation would rule the standardisation.
 */
public final class CombinedDynamics {
  private CombinedDynamics() {}

  /**
   * Settings.
   *
   * @param differences time differences k in steps, each at least 1
   * @param clip largest magnitude of a state's number, above 0
   */
  public record Options(List<Integer> differences, double clip) {
    /** The published settings: differences 2, 4 and 6, clipped to 1,000. */
    public static final Options PUBLISHED = new Options(List.of(2, 4, 6), 1000);

    public Options {
      differences = List.copyOf(differences);
      if (differences.isEmpty() || Collections.min(differences) < 1) {
        throw new IllegalArgumentException(
            "differences must be one or more steps of at least 1, got " + differences);
      }
      if (!(clip > 0)) throw new IllegalArgumentException("clip must be above 0, got " + clip);
    }

    /** Rows that a sample of {@code steps} steps gives: those whose every difference exists. */
    public int keptSteps(int steps) {
      int kept = steps - Collections.max(differences);
      if (kept < 1) {
        throw new IllegalArgumentException(
            "samples of " + steps + " steps are too short for differences " + differences);
      }
      return kept;
    }
  }

  /**
   * Makes the rows, sample by sample and step by step.
   *
   * @param agent the agent's hidden states
   * @param world components of the world's state, as many samples and steps
   * @return {@code [samples * kept steps, (1 + differences) * (agent + world width)]}
   */
  public static Matrix rows(Sequences agent, Sequences world, Options options) {
    if (agent.samples() != world.samples() || agent.steps() != world.steps()) {
      throw new IllegalArgumentException(
          "agent and world differ: "
              + agent.samples()
              + " and "
              + world.samples()
              + " samples of "
              + agent.steps()
              + " and "
              + world.steps()
              + " steps");
    }
    int kept = options.keptSteps(agent.steps());
    int width = agent.width() + world.width();
    int parts = 1 + options.differences().size();
    Matrix rows = new Matrix(agent.samples() * kept, parts * width);
    double[] now = new double[width];
    double[] later = new double[width];
    int at = 0;
    for (int s = 0; s < agent.samples(); s++) {
      for (int t = 0; t < kept; t++) {
        state(agent, world, s, t, options.clip(), now);
        System.arraycopy(now, 0, rows.values(), at, width);
        at += width;
        for (int k : options.differences()) {
          state(agent, world, s, t + k, options.clip(), later);
          for (int j = 0; j < width; j++) rows.values()[at++] = now[j] - later[j];
        }
      }
    }
    return rows;
  }

  private static void state(
      Sequences agent, Sequences world, int sample, int step, double clip, double[] target) {
    int width = agent.width();
    for (int j = 0; j < width; j++) target[j] = clipped(agent.get(sample, step, j), clip);
    for (int j = 0; j < world.width(); j++) {
      target[width + j] = clipped(world.get(sample, step, j), clip);
    }
  }

  private static double clipped(double value, double clip) {
    return Math.max(-clip, Math.min(clip, value));
  }
}
