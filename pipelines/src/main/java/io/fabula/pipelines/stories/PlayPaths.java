package io.fabula.pipelines.stories;

import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.stories.PathDirections;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.WorldEditor;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.BlindPlay;
import io.fabula.model.twins.BlindTwin;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.TwinEpisode;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plays levels by twins that do not see a feature along some directions of their state only, of
 * features that are worth something to the agent. It is a stage twice: on even levels every
 * candidate is played; on odd levels those that carried most, both together, all others, and random
 * directions for comparison.
 *
 * @param name of the stage
 * @param sources the stages that are read
 * @param choosing the stage that played the candidates; null for the one that does
 * @param options what is played
 */
public record PlayPaths(String name, Sources sources, @Nullable String choosing, Options options)
    implements Stage {
  /**
   * The stages that are read.
   *
   * @param agent makes the agent
   * @param reduction finds the components of its states
   * @param edits edits worlds
   * @param blind plays blind
   */
  public record Sources(String agent, String reduction, String edits, String blind)
      implements Serializable {}

  /**
   * What decides the play beside the agent.
   *
   * @param seed root seed
   * @param subject the world, and how the agent is read
   * @param features that may have paths
   * @param levels even ones, and as many odd ones
   * @param firstLevel seed of the first level
   * @param maxSteps steps after which an episode is cut off, or 0
   * @param perShard levels that are played side by side
   * @param level of the sign test that a feature has to pass
   */
  public record Options(
      long seed,
      Subject subject,
      List<String> features,
      int levels,
      int firstLevel,
      int maxSteps,
      int perShard,
      double level)
      implements Serializable {
    /** What settings say. */
    public static Options of(long seed, Subject subject, StorySettings settings) {
      return new Options(
          seed,
          subject,
          settings.features(),
          settings.pathLevels(),
          settings.firstLevel(),
          settings.maxSteps(),
          settings.perShard(),
          settings.falseDiscoveryRate());
    }

    /** The same with another level of the sign test; at 1 paths of every feature are played. */
    public Options withLevel(double value) {
      return new Options(seed, subject, features, levels, firstLevel, maxSteps, perShard, value);
    }
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    List<String> inputs =
        new ArrayList<>(
            List.of(sources.agent(), sources.reduction(), sources.edits(), sources.blind()));
    if (choosing != null) inputs.add(choosing);
    return List.copyOf(inputs);
  }

  private ShardCount split() {
    return new ShardCount(options.levels(), options.perShard());
  }

  @Override
  public int shards(Inputs inputs) {
    return options.features().size() * split().shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    String feature = options.features().get(work.shard() / split().shards());
    int part = work.shard() % split().shards();
    EditableWorld world = options.subject().newWorld();
    Projector projector = ProjectionTable.read(work.input(sources.reduction()));
    List<BlindTwin> twins = new ArrayList<>();
    if (PathPlay.worthLooking(
        work.input(sources.blind()), world.editor(), feature, options.level())) {
      twins.addAll(twins(work, world.editor(), projector, feature));
    }
    List<TwinEpisode> episodes = new ArrayList<>();
    if (!twins.isEmpty()) {
      long[] all =
          PathLevels.of(world, feature, options.firstLevel(), options.levels(), choosing != null);
      int first = Math.min(all.length, split().first(part));
      int end = Math.min(all.length, first + split().count(part));
      BlindPlay.Options play = PlayBlind.play(feature, options.maxSteps(), options.seed());
      try (RecurrentNetwork network = options.subject().agent(work.input(sources.agent()));
          SteppingAgent player = new SteppingAgent(network)) {
        episodes.addAll(
            new BlindPlay(world, player, play).play(Arrays.copyOfRange(all, first, end), twins));
      }
    }
    BlindLevels.write(
        work,
        options.features().size() * split().shards(),
        feature,
        twins.stream().map(BlindTwin::name).toList(),
        episodes);
  }

  private List<BlindTwin> twins(
      ShardWork work, WorldEditor editor, Projector projector, String feature) {
    List<PathDirections> candidates =
        PathPlay.candidates(
            projector, editor, feature, EditEffects.read(work.input(sources.edits())));
    List<PathDirections> played = new ArrayList<>();
    if (choosing == null) {
      played.addAll(candidates);
    } else {
      List<PathDirections> chosen = PathPlay.chosen(candidates, work.input(choosing), feature);
      if (chosen.isEmpty()) return List.of();
      played.addAll(confirming(chosen, projector.independentCount(), feature));
    }
    ProjectedTwins along = new ProjectedTwins(projector);
    List<BlindTwin> twins = new ArrayList<>(List.of(BlindTwin.seeing(), BlindTwin.blind()));
    for (PathDirections each : played) twins.add(along.along(each));
    return twins;
  }

  private List<PathDirections> confirming(List<PathDirections> chosen, int k, String feature) {
    List<PathDirections> played = new ArrayList<>(chosen);
    PathDirections together = PathDirections.together(chosen);
    if (chosen.size() > 1) played.add(together);
    if (together.vectors().length < k) played.add(together.others());
    played.add(PathDirections.all(k));
    long seed = Seeds.of(options.seed(), "random directions " + feature);
    played.addAll(PathDirections.random(k, PathPlay.RANDOM, 1, seed));
    if (chosen.size() > 1 && k > 1) {
      played.addAll(PathDirections.random(k, PathPlay.PLANES, 2, Seeds.of(seed, "planes")));
    }
    return played;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return Map.of("episodes", (double) work.rows());
  }
}
