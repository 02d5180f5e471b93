package io.fabula.pipelines.studies.interpret.tables;

import io.fabula.analysis.Matrix;
import io.fabula.envs.ActionSet;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationBatch;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.pipelines.datasets.EpisodeInfo;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The hidden states of recorded episodes after each decision; the final observations, in which
 * nothing was decided, are left out.
 *
 * @param steps what is known of each row
 * @param hidden {@code [rows, hidden]}
 */
public record RecordedStates(List<Step> steps, Matrix hidden) {
  private static final double GIGABYTE = 1e9;

  /** What a {@link Step} takes on the heap, with its place in the list. */
  private static final int STEP_BYTES = 48;

  /** The fit's sample and the projections of a block of rows need room beside the states. */
  private static final double SHARE_OF_HEAP = 0.6;

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
    int width = reader.steps().column("hx_out").elements();
    Matrix states = empty(reader, episodes, width);
    List<Step> steps = new ArrayList<>(states.rows());
    reader.read(
        episodes,
        (episode, rows) -> {
          for (Row row : rows.subList(0, episode.length())) {
            int t = row.integer("t");
            put(row.floats("hx_out"), states, steps.size());
            steps.add(
                new Step(
                    episode.episode(),
                    t,
                    100f * t / episode.length(),
                    episode.success(),
                    (float) row.number("value"),
                    entropy(row.floats("log_prob"))));
          }
        });
    return new RecordedStates(steps, states);
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
    Matrix states = empty(reader, episodes, agent.stateSize());
    List<Step> steps = new ArrayList<>(states.rows());
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
            put(own.get(t), states, steps.size());
            steps.add(
                new Step(
                    episode.episode(),
                    t,
                    100f * t / episode.length(),
                    episode.success(),
                    decision.value(),
                    entropy(decision.logProbabilities())));
          }
        });
    return new RecordedStates(steps, states);
  }

  private static Matrix empty(RolloutReader reader, int episodes, int width) {
    long rows = reader.episodes().stream().limit(episodes).mapToLong(EpisodeInfo::length).sum();
    requireHeap(rows, width, Runtime.getRuntime().maxMemory());
    return new Matrix((int) rows, width);
  }

  /** Says so at once where the heap is too small, instead of failing some minutes later. */
  static void requireHeap(long rows, int width, long heap) {
    long bytes = rows * ((long) width * Double.BYTES + STEP_BYTES);
    if (bytes <= heap * SHARE_OF_HEAP && rows * width < Integer.MAX_VALUE) return;
    throw new WorkProblem(
        String.format(
            Locale.ROOT,
            "the hidden states of %,d recorded steps need %.1f GB, and no more than %.1f GB of the"
                + " Java heap is for them; lower reduction.episodes or set a larger FABULA_HEAP",
            rows,
            bytes / GIGABYTE,
            heap * SHARE_OF_HEAP / GIGABYTE));
  }

  private static void put(float[] state, Matrix states, int row) {
    int at = row * states.columns();
    for (float each : state) states.values()[at++] = each;
  }

  private static float entropy(float[] logProbs) {
    return (float) ActionDistribution.entropy(logProbs, 0, logProbs.length);
  }
}
