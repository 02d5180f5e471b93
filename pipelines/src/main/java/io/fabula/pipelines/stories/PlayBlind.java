package io.fabula.pipelines.stories;

import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.BlindPlay;
import io.fabula.model.twins.BlindTwin;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.TwinEpisode;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Plays levels by the agent as it is and by a twin that does not see a feature, for each feature.
 * Levels of a feature have it at their beginning; placebos, which are of no use, are played on all.
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param options what is played
 */
public record PlayBlind(String name, String agent, Options options) implements Stage {
  /** Names of the twins. */
  static final String SEEING = BlindTwin.seeing().name();

  static final String BLIND = BlindTwin.blind().name();

  /**
   * What decides the play beside the agent.
   *
   * @param seed root seed
   * @param subject the world, and how the agent is read
   * @param features to be blind to
   * @param levels for each feature
   * @param firstLevel seed of the first level
   * @param maxSteps steps after which an episode is cut off, or 0
   * @param perShard levels that are played side by side
   */
  public record Options(
      long seed,
      Subject subject,
      List<String> features,
      int levels,
      int firstLevel,
      int maxSteps,
      int perShard)
      implements Serializable {
    /** What settings say. */
    public static Options of(long seed, Subject subject, StorySettings settings) {
      return new Options(
          seed,
          subject,
          settings.features(),
          settings.levels(),
          settings.firstLevel(),
          settings.maxSteps(),
          settings.perShard());
    }

    private ShardCount split() {
      return new ShardCount(levels, perShard);
    }
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(agent);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.features().size() * options.split().shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    int perFeature = options.split().shards();
    String feature = options.features().get(work.shard() / perFeature);
    int part = work.shard() % perFeature;
    EditableWorld world = options.subject().newWorld();
    long[] all = levels(world, feature, options.firstLevel(), options.levels());
    int first = Math.min(all.length, options.split().first(part));
    int end = Math.min(all.length, first + options.split().count(part));
    long[] levels = Arrays.copyOfRange(all, first, end);
    BlindPlay.Options play = play(feature, options.maxSteps(), options.seed());
    List<BlindTwin> twins = List.of(BlindTwin.seeing(), BlindTwin.blind());
    try (RecurrentNetwork network = options.subject().agent(work.input(agent));
        SteppingAgent player = new SteppingAgent(network)) {
      List<TwinEpisode> episodes = new BlindPlay(world, player, play).play(levels, twins);
      BlindLevels.write(
          work,
          options.features().size() * perFeature,
          feature,
          twins.stream().map(BlindTwin::name).toList(),
          episodes);
    }
  }

  /**
   * How twins are played, with the same random numbers wherever levels are played again.
   *
   * @param seed root seed
   */
  static BlindPlay.Options play(String feature, int maxSteps, long seed) {
    return new BlindPlay.Options(feature, maxSteps, Seeds.of(seed, "blind-play"));
  }

  /** The levels on which a feature is studied; fewer where the world has no more. */
  static long[] levels(EditableWorld world, String feature, long first, int count) {
    return world.editor().feature(feature).placebo()
        ? LongStream.range(first, first + count).toArray()
        : BlindPlay.levelsWith(world, feature, first, count);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return Map.of("episodes", (double) work.rows());
  }
}
