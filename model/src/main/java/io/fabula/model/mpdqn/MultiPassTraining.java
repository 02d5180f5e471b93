package io.fabula.model.mpdqn;

import io.fabula.envs.platform.Platform;
import io.fabula.envs.random.Seeds;
import io.fabula.model.workloads.ReferenceOutputs;
import io.fabula.model.workloads.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One step of Platform with all that a training does for it: world, choice of the next action,
 * replay, and an update on 128 transitions (Bester et al. 2019).
 *
 * <p>Discrete actions are drawn, so that episodes are of one kind whatever is learned. What is
 * compared with another implementation is {@link MultiPassLearning}, the update by itself; worlds
 * are held against recordings elsewhere.
 */
public final class MultiPassTraining implements Workload {
  /** Steps that are played before the first update. */
  private static final int PLAYED_BEFORE = 1_000;

  private static final double ALWAYS_RANDOM = 1;

  private final MultiPassLearning rehearsal = new MultiPassLearning();
  private final MpDqnNetwork network = MpDqnNetwork.create(MultiPassLearning.AGENT, false, 0);
  private final long seed;
  private final EpisodeLearning learning;
  private final Explorer explorer;
  private final TrainingEpisode episode;
  private long steps;
  private long episodes;

  /** Plays without learning until there is something to learn from. */
  public MultiPassTraining(long seed) {
    this.seed = seed;
    MultiPassLearning.fill(network.values());
    MultiPassLearning.fill(network.actor());
    MpDqnOptions options = MpDqnOptions.reference(1);
    learning = new EpisodeLearning(network, options, seed);
    explorer = new Explorer(network, options.exploration(), seed);
    episode =
        new TrainingEpisode(
            new Platform(),
            network.architecture(),
            explorer,
            learning,
            options.bootstrapOnTimeout());
    begin();
    for (int i = 0; i < PLAYED_BEFORE; i++) step(0);
    steps = options.warmUpSteps();
  }

  private void begin() {
    episode.begin(Seeds.of(seed, "training", episodes++), ALWAYS_RANDOM);
  }

  private void step(long counted) {
    if (episode.ended()) begin();
    episode.step(counted);
  }

  @Override
  public void run() {
    step(++steps);
  }

  /** The weights of what proposes parameters, as another training of this seed has them. */
  Map<String, ReferenceOutputs.Trace> proposing() {
    Map<String, ReferenceOutputs.Trace> traces = new LinkedHashMap<>();
    for (String name : network.actor().names()) {
      traces.put(name, ReferenceOutputs.Trace.of(name, network.actor().get(name)));
    }
    return traces;
  }

  @Override
  public ReferenceOutputs evidence() {
    rehearsal.run();
    return rehearsal.evidence();
  }

  @Override
  public List<String> profile(int runs) {
    return rehearsal.profile(runs);
  }

  @Override
  public void close() {
    explorer.close();
    learning.close();
    network.close();
    rehearsal.close();
  }
}
