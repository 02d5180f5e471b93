package io.fabula.pipelines.stories;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.figures.ImpulseResponses;
import io.fabula.analysis.figures.PathShareFigure;
import io.fabula.analysis.figures.ReactionsToEdits;
import io.fabula.analysis.figures.WorthOfSeeing;
import io.fabula.analysis.stories.EditResponse;
import io.fabula.analysis.stories.FeatureEvidence;
import io.fabula.analysis.stories.FeatureStory;
import io.fabula.analysis.stories.LevelOutcome;
import io.fabula.analysis.stories.LevelPair;
import io.fabula.analysis.stories.Relevance;
import io.fabula.analysis.stories.StoryRule;
import io.fabula.analysis.stories.TotalEffect;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.edits.WorldEditor;
import io.fabula.envs.random.Seeds;
import io.fabula.model.twins.BlindPlay;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges the stories of all features: what seeing each is worth, whether edits of it move the
 * agent's state as they do not move those of untrained agents, through which directions of the
 * state the worth goes, what pushes along these do, and whether a simulator's gradients say so too.
 *
 * @param name of the stage
 * @param sources the stages that are read
 * @param untrained how many untrained agents watched the edits
 * @param options how it is judged
 */
public record JudgeStories(String name, Sources sources, int untrained, Options options)
    implements Stage {
  private static final double LEVEL = 0.95;

  /**
   * The stages that are read.
   *
   * @param blind plays blind
   * @param edits edits worlds
   * @param pushes pushes components
   * @param choosing plays candidates for paths; null if none are looked for
   * @param confirming plays the chosen ones; null if none are looked for
   * @param gradients compares a simulator's gradients with pushes; null if there is no simulator
   * @param objections what speaks against any claim
   */
  public record Sources(
      String blind,
      String edits,
      String pushes,
      @Nullable String choosing,
      @Nullable String confirming,
      @Nullable String gradients,
      Objections objections)
      implements Serializable {}

  /**
   * How it is judged.
   *
   * @param seed root seed
   * @param subject the world that tells what features, edits and causes there are
   * @param features that were played blind
   * @param edits that were made
   * @param draws of the bootstrap
   * @param falseDiscoveryRate of the verdicts
   */
  public record Options(
      long seed,
      Subject subject,
      List<String> features,
      List<String> edits,
      int draws,
      double falseDiscoveryRate)
      implements Serializable {
    /** What settings say. */
    public static Options of(long seed, Subject subject, StorySettings settings) {
      return new Options(
          seed,
          subject,
          settings.features(),
          settings.edits(),
          settings.draws(),
          settings.falseDiscoveryRate());
    }
  }

  @Override
  public int version() {
    return 7;
  }

  @Override
  public List<String> inputs() {
    List<String> inputs =
        new ArrayList<>(List.of(sources.blind(), sources.edits(), sources.pushes()));
    if (sources.choosing() != null) inputs.add(sources.choosing());
    if (sources.confirming() != null) inputs.add(sources.confirming());
    if (sources.gradients() != null) inputs.add(sources.gradients());
    inputs.addAll(sources.objections().inputs());
    return List.copyOf(inputs);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    WorldEditor editor = options.subject().newWorld().editor();
    BootstrapInterval.Options intervals =
        new BootstrapInterval.Options(
            LEVEL, options.draws(), Seeds.of(options.seed(), "causal-stories"));
    List<EditEffects.Effect> effects = EditEffects.read(work.input(sources.edits()));
    Map<String, List<Relevance>> relevances = relevances(effects, editor, intervals);
    List<FeatureEvidence> evidence = new ArrayList<>();
    for (String feature : options.features()) {
      List<LevelPair> pairs = pairs(work.input(sources.blind()), feature);
      if (pairs.size() < 2) {
        work.note("no story of " + feature + ": fewer than 2 levels have it");
        continue;
      }
      evidence.add(
          new FeatureEvidence(
              TotalEffect.of(editor.feature(feature), causes(editor), pairs, intervals),
              relevances.getOrDefault(feature, List.of())));
    }
    StoryRule standard = StoryRule.standard();
    StoryRule rule =
        new StoryRule(options.falseDiscoveryRate(), standard.discordant(), standard.ownShare());
    List<FeatureStory> stories = rule.judge(evidence, sources.objections().of(work));
    List<StoryPaths.Path> paths = new ArrayList<>();
    stories = tellPaths(work, rule, stories, intervals, paths);
    StoryTables.write(work, stories, pushed(work, editor, stories, intervals));
    StoryPaths.write(work, paths);
    StoryGradients.tell(work, sources.gradients(), stories, intervals);
    work.figure(WorthOfSeeing.of(stories));
    for (FeatureStory each : stories) {
      List<ReactionsToEdits.Reaction> reactions =
          EditReactions.of(each.feature(), editor, effects, intervals);
      if (!reactions.isEmpty()) work.figure(ReactionsToEdits.of(each.feature(), reactions));
    }
    work.metric("stories", stories.size());
    work.metric(
        "shown", (double) stories.stream().filter(each -> each.finding().isShown()).count());
  }

  private List<FeatureStory> tellPaths(
      ShardWork work,
      StoryRule rule,
      List<FeatureStory> stories,
      BootstrapInterval.Options intervals,
      List<StoryPaths.Path> paths)
      throws Exception {
    if (sources.choosing() == null || sources.confirming() == null) return stories;
    Artifact choosing = work.input(sources.choosing());
    Artifact confirming = work.input(sources.confirming());
    List<FeatureStory> told = new ArrayList<>();
    for (FeatureStory each : stories) {
      StoryPaths.JudgedPaths own = StoryPaths.tell(each, rule, choosing, confirming, intervals);
      told.add(own.story());
      paths.addAll(own.paths());
      if (own.paths().isEmpty()) continue;
      work.figure(PathShareFigure.of(each.feature(), StoryPaths.drawn(own.paths()), own.random()));
    }
    return told;
  }

  /** What pushes along the paths of stories do. */
  private List<StoryTables.Evidence> pushed(
      ShardWork work,
      WorldEditor editor,
      List<FeatureStory> stories,
      BootstrapInterval.Options intervals)
      throws Exception {
    PushEvidence evidence =
        new PushEvidence(PushEffects.read(work.input(sources.pushes())), untrained, intervals);
    List<StoryTables.Evidence> rows = new ArrayList<>();
    for (FeatureStory story : stories) {
      List<String> paths = story.paths().stream().map(each -> each.estimate().name()).toList();
      if (paths.isEmpty()) continue;
      for (String path : paths) {
        rows.addAll(evidence.of(story.feature(), path, editor.actionGroups()));
      }
      work.figure(ImpulseResponses.of(story.feature(), evidence.curves(paths)));
    }
    return rows;
  }

  private static List<LevelPair> pairs(Artifact blind, String feature) {
    Map<String, List<LevelOutcome>> twins = BlindLevels.read(blind, feature);
    List<LevelOutcome> base = twins.getOrDefault(PlayBlind.SEEING, List.of());
    List<LevelOutcome> without = twins.getOrDefault(PlayBlind.BLIND, List.of());
    List<LevelPair> pairs = new ArrayList<>();
    for (int i = 0; i < base.size(); i++) pairs.add(new LevelPair(base.get(i), without.get(i)));
    return pairs;
  }

  private static List<EndingCause> causes(WorldEditor editor) {
    List<EndingCause> causes = new ArrayList<>(editor.causes());
    causes.add(BlindPlay.CUT_OFF);
    return causes;
  }

  /** By feature, what edits of it do to the state; edits of fewer than two levels are left out. */
  private Map<String, List<Relevance>> relevances(
      List<EditEffects.Effect> effects, WorldEditor editor, BootstrapInterval.Options intervals) {
    Map<String, List<List<EditResponse>>> responses = new TreeMap<>();
    for (EditEffects.Effect each : effects) {
      if (each.lag() != StorySettings.LAGS - 1) continue;
      List<List<EditResponse>> agents =
          responses.computeIfAbsent(each.edit(), edit -> emptyLists(1 + untrained));
      agents
          .get(each.agent())
          .add(new EditResponse(each.level(), norm(each.edited()), norm(each.placebo())));
    }
    Map<String, List<Relevance>> byFeature = new TreeMap<>();
    for (String name : options.edits()) {
      EditSpec edit = editor.edit(name);
      List<List<EditResponse>> agents = responses.getOrDefault(name, List.of());
      if (agents.isEmpty()) continue;
      List<EditResponse> own = agents.get(0);
      if (own.stream().map(EditResponse::episode).distinct().count() < 2) continue;
      byFeature
          .computeIfAbsent(edit.feature(), feature -> new ArrayList<>())
          .add(Relevance.of(name, own, agents.subList(1, agents.size()), intervals));
    }
    return byFeature;
  }

  private static <T> List<List<T>> emptyLists(int count) {
    List<List<T>> lists = new ArrayList<>();
    for (int i = 0; i < count; i++) lists.add(new ArrayList<>());
    return lists;
  }

  private static double norm(float[] change) {
    double squares = 0;
    for (float each : change) squares += (double) each * each;
    return Math.sqrt(squares);
  }
}
