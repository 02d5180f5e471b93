package io.fabula.pipelines.stories;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.analysis.stories.PathDirections;
import io.fabula.analysis.stories.RatioInterval;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.BlindPlay;
import io.fabula.model.twins.BlindTwin;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.TwinEpisode;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks whether the shares of paths depend on leaving the memory clean: the chosen paths, and all
 * components, once more on the levels that confirm them, with the patched state also remembered.
 *
 * @param name of the stage
 * @param sources the stages that are read
 * @param choosing the stage that plays candidates
 * @param options what is played
 */
public record FeedBackPaths(
    String name, PlayPaths.Sources sources, String choosing, Options options) implements Stage {
  private static final double LEVEL = 0.95;
  static final String SHARE = "share of what seeing it is worth";
  static final String FED_BACK = ", remembered";

  /**
   * What decides the play.
   *
   * @param paths how paths are played
   * @param draws of the bootstrap
   */
  public record Options(PlayPaths.Options paths, int draws) implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(
        sources.agent(), sources.reduction(), sources.edits(), sources.blind(), choosing);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.paths().features().size();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    PlayPaths.Options paths = options.paths();
    String feature = paths.features().get(work.shard());
    EditableWorld world = paths.subject().newWorld();
    Projector projector = ProjectionTable.read(work.input(sources.reduction()));
    List<ExperimentEffects.Effect> effects = new ArrayList<>();
    if (PathPlay.worthLooking(
        work.input(sources.blind()), world.editor(), feature, paths.level())) {
      List<PathDirections> chosen =
          PathPlay.chosen(
              PathPlay.candidates(
                  projector,
                  world.editor(),
                  feature,
                  EditEffects.read(work.input(sources.edits()))),
              work.input(choosing),
              feature);
      List<PathDirections> played = new ArrayList<>(chosen);
      played.add(PathDirections.all(projector.independentCount()));
      play(work, world, projector, feature, played, effects);
    }
    ExperimentEffects.write(work, paths.features().size(), effects);
  }

  private void play(
      ShardWork work,
      EditableWorld world,
      Projector projector,
      String feature,
      List<PathDirections> played,
      List<ExperimentEffects.Effect> effects)
      throws Exception {
    PlayPaths.Options paths = options.paths();
    ProjectedTwins along = new ProjectedTwins(projector);
    List<BlindTwin> twins = new ArrayList<>(List.of(BlindTwin.seeing(), BlindTwin.blind()));
    for (PathDirections each : played) {
      BlindTwin twin = along.along(each);
      twins.add(twin);
      twins.add(new BlindTwin(twin.name() + FED_BACK, twin.patch(), true));
    }
    long[] levels = PathLevels.of(world, feature, paths.firstLevel(), paths.levels(), true);
    if (levels.length < 2) return;
    List<TwinEpisode> episodes;
    try (RecurrentNetwork network = paths.subject().agent(work.input(sources.agent()));
        SteppingAgent player = new SteppingAgent(network)) {
      episodes =
          new BlindPlay(world, player, PlayBlind.play(feature, paths.maxSteps(), paths.seed()))
              .play(levels, twins);
    }
    double[] whole = differences(episodes, twins.size(), 1);
    for (int twin = 2; twin < twins.size(); twin++) {
      String name = twins.get(twin).name();
      RatioInterval share =
          RatioInterval.ofRatio(
              differences(episodes, twins.size(), twin),
              whole,
              new BootstrapInterval.Options(
                  LEVEL, options.draws(), Seeds.of(paths.seed(), "feed back " + feature + name)));
      effects.add(
          ExperimentEffects.Effect.of(
              feature,
              name,
              SHARE,
              new BootstrapInterval(
                  share.value(), share.low(), share.high(), share.level(), share.groups())));
    }
  }

  private static double[] differences(List<TwinEpisode> episodes, int twins, int twin) {
    double[] differences = new double[episodes.size() / twins];
    for (int i = 0; i < differences.length; i++) {
      differences[i] =
          episodes.get(i * twins + twin).undiscounted() - episodes.get(i * twins).undiscounted();
    }
    return differences;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<ExperimentEffects.Effect> effects = ExperimentEffects.read(work);
    ExperimentEffects.draw(
        work,
        effects,
        each -> Double.isFinite(each.low()) && Double.isFinite(each.high()),
        new EffectIntervals.Words(
            "fed-back",
            "Do shares depend on leaving the memory clean?",
            "Paths of features on the levels that confirm them, with the patched state only read,"
                + " and with it also remembered; 95 % bootstrap intervals over levels.",
            "share of what seeing it is worth"));
    return Map.of("effects", (double) effects.size());
  }
}
