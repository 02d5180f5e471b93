package io.fabula.model.agents;

import io.fabula.envs.Environment;
import io.fabula.envs.random.Seeds;
import io.fabula.model.training.ShardThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Undiscounted, unscaled returns of a policy, one episode on each of a range of levels. The result
 * for a level depends on the seed and the level alone, so that policies can be compared level by
 * level.
 */
public final class AgentEvaluation {
  private static final int LARGEST_BATCH = 64;

  private final Supplier<? extends Environment> worlds;
  private final int firstLevel;
  private final int levels;
  private final long seed;
  private final int threads;

  /**
   * @param worlds makes worlds that {@code reset(levelSeed)} puts at the start of a level
   * @param firstLevel seed of the first level
   * @param levels number of levels, at least 1
   * @param seed of the actions that are drawn
   * @param threads how many threads play; changes no result
   */
  public AgentEvaluation(
      Supplier<? extends Environment> worlds, int firstLevel, int levels, long seed, int threads) {
    if (levels < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "levels and threads must be at least 1, got " + levels + " and " + threads);
    }
    this.worlds = worlds;
    this.firstLevel = firstLevel;
    this.levels = levels;
    this.seed = seed;
    this.threads = threads;
  }

  /**
   * Returns of a policy per level. A policy that looks sees up to 64 levels at a time, fewer if
   * there are fewer; that number is the same for all threads, as it can decide a network's last
   * bits.
   */
  public double[] returns(Policy policy, EpisodePlayer.Options options) {
    int batch = policy.observes() ? Math.min(LARGEST_BATCH, levels) : 1;
    return parts(
        (from, to, returns) -> {
          List<EpisodePlayer.Request> requests = new ArrayList<>();
          for (int i = from; i < to; i++) {
            requests.add(new EpisodePlayer.Request(i, firstLevel + (long) i, actionSeed(i)));
          }
          try (EpisodePlayer player = new EpisodePlayer(policy, worlds, batch, options)) {
            player.play(requests, view -> returns[(int) view.request().id()] += view.reward());
          }
        });
  }

  /** Returns of a policy per level, in whole episodes. */
  public double[] returns(Policy policy) {
    return returns(policy, EpisodePlayer.Options.wholeEpisodes());
  }

  private long actionSeed(int level) {
    return Seeds.of(seed, "evaluate", firstLevel + (long) level);
  }

  private interface Part {
    void play(int from, int to, double[] returns);
  }

  private double[] parts(Part part) {
    double[] returns = new double[levels];
    int parts = Math.min(threads, levels);
    try (ShardThreads crew = new ShardThreads("evaluation", parts, parts)) {
      crew.each(
          i -> {
            int from = (int) ((long) levels * i / parts);
            int to = (int) ((long) levels * (i + 1) / parts);
            part.play(from, to, returns);
          });
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("the evaluation was interrupted");
    }
    return returns;
  }
}
