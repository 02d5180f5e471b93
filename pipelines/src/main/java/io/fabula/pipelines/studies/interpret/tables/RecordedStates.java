package io.fabula.pipelines.studies.interpret.tables;

import io.fabula.analysis.Matrix;
import io.fabula.envs.ActionSet;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationBatch;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * The hidden states of recorded episodes after each decision; the final observations, in which
 * nothing was decided, are left out.
 *
 * @param steps what is known of each row
 * @param hidden {@code [rows, hidden]}
 */
public record RecordedStates(List<Step> steps, Matrix hidden) {
  /**
   * A row.
   *
   * @param episode its episode
   * @param t step in the episode
   * @param through how far through the episode, percent
   * @param rewarded whether the episode was completed
   * @param value the agent's prediction, in units of the scaled return
   * @param entropy of the policy, nats
   */
  public record Step(
      int episode, int t, float through, boolean rewarded, float value, float entropy) {}

  public static RecordedStates read(Artifact rollouts, int episodes) {
    RolloutReader reader = new RolloutReader(rollouts, "value", "log_prob", "hx_out");
    List<Step> steps = new ArrayList<>();
    List<float[]> states = new ArrayList<>();
    reader.read(
        episodes,
        (episode, rows) -> {
          for (Row row : rows.subList(0, episode.length())) {
            int t = row.integer("t");
            steps.add(
                new Step(
                    episode.episode(),
                    t,
                    100f * t / episode.length(),
                    episode.success(),
                    (float) row.number("value"),
                    entropy(row.floats("log_prob"))));
            states.add(row.floats("hx_out"));
          }
        });
    int width = reader.steps().column("hx_out").elements();
    return new RecordedStates(steps, matrix(states, width));
  }

  /**
   * The states of an agent that watches recorded episodes without acting in them.
   *
   * @param agent watches
   * @param world what was recorded in, of byte-valued observations
   */
  public static RecordedStates watched(
      Artifact rollouts, int episodes, SteppingAgent agent, EnvironmentSpec world) {
    RolloutReader reader = new RolloutReader(rollouts, "observation");
    ActionSet available = ActionSet.all(world.actions().count());
    ObservationBatch observations = new ObservationBatch(world.observations(), 1);
    List<Step> steps = new ArrayList<>();
    List<float[]> states = new ArrayList<>();
    reader.read(
        episodes,
        (episode, rows) -> {
          List<float[]> views = new ArrayList<>();
          for (Row row : rows.subList(0, episode.length())) {
            byte[] frame = row.bytes("observation");
            System.arraycopy(frame, 0, observations.bytes(), 0, frame.length);
            views.add(agent.view(observations, available));
          }
          List<float[]> embeddings = agent.embed(views);
          List<float[]> own = new ArrayList<>();
          float[] state = agent.begin();
          for (float[] embedding : embeddings) {
            state = agent.remember(List.of(embedding), List.of(state)).get(0);
            own.add(state);
          }
          List<SteppingAgent.Decision> decisions = agent.decide(own);
          for (int t = 0; t < own.size(); t++) {
            SteppingAgent.Decision decision = decisions.get(t);
            steps.add(
                new Step(
                    episode.episode(),
                    t,
                    100f * t / episode.length(),
                    episode.success(),
                    decision.value(),
                    entropy(decision.logProbabilities())));
          }
          states.addAll(own);
        });
    return new RecordedStates(steps, matrix(states, agent.stateSize()));
  }

  private static Matrix matrix(List<float[]> states, int width) {
    double[] values = new double[states.size() * width];
    int at = 0;
    for (float[] state : states) for (float each : state) values[at++] = each;
    return new Matrix(states.size(), width, values);
  }

  private static float entropy(float[] logProbs) {
    double sum = 0;
    for (float each : logProbs) sum -= StrictMath.exp(each) * each;
    return (float) sum;
  }
}
