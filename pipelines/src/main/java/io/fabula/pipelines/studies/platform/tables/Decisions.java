package io.fabula.pipelines.studies.platform.tables;

import io.fabula.envs.Action;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * The recorded decisions of an agent, episode by episode.
 *
 * @param episodes in order
 */
public record Decisions(List<Episode> episodes) {
  public Decisions {
    episodes = List.copyOf(episodes);
  }

  /**
   * One episode.
   *
   * @param number in the recording
   * @param levelSeed seed of its noise
   * @param returned its undiscounted return
   * @param states what was seen before each action, {@code [features]} each
   * @param actions what was done
   */
  public record Episode(
      int number,
      long levelSeed,
      double returned,
      List<float[]> states,
      List<Action.Parameterised> actions) {
    public Episode {
      states = List.copyOf(states);
      actions = List.copyOf(actions);
    }

    /** Actions taken. */
    public int length() {
      return actions.size();
    }
  }

  /**
   * Reads the artifact of a recording.
   *
   * @throws io.fabula.pipelines.problems.DataProblem if it is damaged
   */
  public static Decisions read(Artifact rollouts) {
    List<Episode> episodes = new ArrayList<>();
    new RolloutReader(rollouts, "observation", "action", "action_parameters")
        .read(
            Integer.MAX_VALUE,
            (info, rows) -> {
              List<float[]> states = new ArrayList<>();
              List<Action.Parameterised> actions = new ArrayList<>();
              for (Row row : rows.subList(0, info.length())) {
                states.add(row.floats("observation"));
                actions.add(Action.of(row.integer("action"), row.floats("action_parameters")));
              }
              episodes.add(
                  new Episode(info.episode(), info.levelSeed(), info.returnRaw(), states, actions));
            });
    return new Decisions(episodes);
  }

  /** All states of all episodes, in order. */
  public List<float[]> states() {
    List<float[]> all = new ArrayList<>();
    for (Episode each : episodes) all.addAll(each.states());
    return all;
  }

  /** The mean of each feature over all states. */
  public float[] mean() {
    List<float[]> states = states();
    double[] sums = new double[states.get(0).length];
    for (float[] state : states) for (int i = 0; i < sums.length; i++) sums[i] += state[i];
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) mean[i] = (float) (sums[i] / states.size());
    return mean;
  }

  /** For each feature whether it differs between any two states. */
  public boolean[] varies() {
    List<float[]> states = states();
    boolean[] varies = new boolean[states.get(0).length];
    for (float[] state : states) {
      for (int i = 0; i < varies.length; i++) {
        if (state[i] != states.get(0)[i]) varies[i] = true;
      }
    }
    return varies;
  }
}
