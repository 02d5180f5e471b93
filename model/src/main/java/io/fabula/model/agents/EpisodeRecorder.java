package io.fabula.model.agents;

import io.fabula.envs.Environment;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/**
 * Records whole episodes of any world by any policy. An episode is a function of the recorder's
 * seed and the episode's number: not of the batch it is played in.
 *
 * @implNote The original recorded a reward with the frame after the action, put a black frame in
 *     the place of the final one and stepped the world once more for it, so that the first frame of
 *     every episode was missing and level seeds were off by one at the boundary.
 */
public final class EpisodeRecorder implements AutoCloseable {
  private final EpisodePlayer player;
  private final Policy policy;
  private final Options options;
  private final long seed;

  /**
   * What is recorded.
   *
   * @param play how long episodes are
   * @param levels which worlds' seeds
   * @param rewardScale from raw rewards to the units in which the policy learned
   */
  public record Options(
      EpisodePlayer.Options play, LevelChoice levels, DoubleUnaryOperator rewardScale) {
    /** Whole episodes of all levels with unscaled rewards. */
    public static Options all() {
      return new Options(
          EpisodePlayer.Options.wholeEpisodes(), LevelChoice.unlimited(), reward -> reward);
    }

    /** The same with a step limit. */
    public Options withMaximumSteps(int steps) {
      return new Options(play.withMaximumSteps(steps), levels, rewardScale);
    }

    /** The same on other levels. */
    public Options withLevels(LevelChoice choice) {
      return new Options(play, choice, rewardScale);
    }

    /** The same with rewards in other units. */
    public Options withRewardScale(DoubleUnaryOperator scale) {
      return new Options(play, levels, scale);
    }
  }

  /**
   * @param worlds makes worlds that {@code reset(episodeSeed)} puts at the start of a level
   * @param batch episodes at a time; keep it fixed, it is part of what decides the bits
   * @param seed of the recording
   */
  public EpisodeRecorder(
      Policy policy,
      Supplier<? extends Environment> worlds,
      int batch,
      Options options,
      long seed) {
    this.policy = policy;
    this.options = options;
    this.seed = seed;
    player = new EpisodePlayer(policy, worlds, batch, options.play.withObservations());
  }

  /**
   * Plays the episodes {@code first..first+count-1} and hands each over when it is complete; the
   * order is that in which they end.
   */
  public void record(long first, int count, Consumer<RecordedEpisode> done) {
    List<EpisodePlayer.Request> requests = new ArrayList<>();
    for (long id = first; id < first + count; id++) {
      requests.add(
          new EpisodePlayer.Request(
              id, options.levels.episodeSeed(seed, id), Seeds.of(seed, "act", id)));
    }
    Map<Long, List<RecordedStep>> open = new HashMap<>();
    player.play(
        requests,
        view -> {
          long id = view.request().id();
          List<RecordedStep> steps = open.computeIfAbsent(id, key -> new ArrayList<>());
          steps.add(step(steps.size(), view));
          if (!view.last()) return;
          open.remove(id);
          done.accept(
              new RecordedEpisode(
                  id,
                  view.levelSeed(),
                  view.completed(),
                  view.truncated(),
                  steps,
                  view.nextBytes(),
                  view.nextFloats(),
                  carried(view)));
        });
  }

  private RecordedStep step(int t, StepView view) {
    List<float[]> extras = new ArrayList<>();
    for (int i = 0; i < policy.extras().size(); i++) extras.add(view.extra(i));
    return new RecordedStep(
        t,
        view.observationBytes(),
        view.observationFloats(),
        view.available(),
        view.action(),
        view.reward(),
        scaled(view.reward()),
        view.value(),
        view.logProbability(),
        view.distribution(),
        extras);
  }

  /** What holds behind the last decision. */
  private List<float[]> carried(StepView view) {
    List<ExtraColumn> columns = policy.extras();
    List<float[]> extras = new ArrayList<>();
    for (ExtraColumn each : columns) {
      int from = 0;
      while (!columns.get(from).name().equals(each.carriedFrom())) from++;
      extras.add(each.needsDecision() ? new float[0] : view.extra(from));
    }
    return extras;
  }

  private float scaled(double raw) {
    return (float) options.rewardScale.applyAsDouble(raw);
  }

  @Override
  public void close() {
    player.close();
  }
}
