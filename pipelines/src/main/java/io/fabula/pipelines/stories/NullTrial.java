package io.fabula.pipelines.stories;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.stories.Condition;
import io.fabula.analysis.stories.FeatureEvidence;
import io.fabula.analysis.stories.FeatureStory;
import io.fabula.analysis.stories.Finding;
import io.fabula.analysis.stories.LevelOutcome;
import io.fabula.analysis.stories.LevelPair;
import io.fabula.analysis.stories.Relevance;
import io.fabula.analysis.stories.StoryRule;
import io.fabula.analysis.stories.TotalEffect;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.BlindPlay;
import io.fabula.model.twins.BlindTwin;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.TwinEpisode;
import io.fabula.pipelines.store.Artifact;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/** The whole rule of stories, tried on one agent that learned nothing. */
final class NullTrial {
  private static final int NEXT_EXPERIMENT = 100_000_000;
  private static final int LEVELS_FOR_ENTROPY = 20;

  private final CountFalsePositives.Options options;
  private final Artifact studied;
  private final int number;
  private final EditableWorld world;

  /**
   * @param studied the agent that is studied otherwise
   * @param number of the trial, from 0
   */
  NullTrial(CountFalsePositives.Options options, Artifact studied, int number) {
    this.options = options;
    this.studied = studied;
    this.number = number;
    world = options.subject().newWorld();
  }

  /**
   * The agent, as it was drawn or as decided as the studied one.
   *
   * @return closed by the caller
   */
  RecurrentNetwork drawn(boolean reactive) throws Exception {
    RecurrentNetwork body =
        options.nullAgents().untrained(studied, Seeds.of(options.seed(), "null agent", number));
    if (!reactive) return body;
    long first = options.firstLevel() + 2L * NEXT_EXPERIMENT;
    try (RecurrentNetwork network = options.subject().agent(studied);
        SteppingAgent player = new SteppingAgent(network)) {
      return NullBehaviour.decided(
          world,
          player,
          body,
          LongStream.range(first, first + LEVELS_FOR_ENTROPY).toArray(),
          options.play("null entropy"));
    }
  }

  /**
   * What the rule says of it.
   *
   * @param player the agent
   * @param progress told of each feature that was played
   */
  List<FeatureStory> judge(SteppingAgent player, IntConsumer progress) throws Exception {
    BootstrapInterval.Options intervals =
        new BootstrapInterval.Options(
            CountFalsePositives.LEVEL,
            options.draws(),
            Seeds.of(options.seed(), "null stories", number));
    List<TotalEffect> totals = new ArrayList<>();
    for (String feature : options.features()) {
      List<LevelPair> pairs = pairs(player, feature);
      if (pairs.size() < 2) continue;
      totals.add(TotalEffect.of(world.editor().feature(feature), causes(), pairs, intervals));
      progress.accept(totals.size());
    }
    StoryRule standard = StoryRule.standard();
    StoryRule rule =
        new StoryRule(options.falseDiscoveryRate(), standard.discordant(), standard.ownShare());
    List<FeatureStory> first =
        rule.judge(
            totals.stream().map(each -> new FeatureEvidence(each, List.of())).toList(), List.of());
    List<FeatureEvidence> evidence = new ArrayList<>();
    for (FeatureStory each : first) {
      boolean reached =
          each.finding() instanceof Finding.NotShown not && not.condition() == Condition.WORLD;
      evidence.add(
          new FeatureEvidence(
              each.evidence().total(),
              reached ? edited(player, each.feature(), intervals) : List.of()));
    }
    return rule.judge(evidence, List.of());
  }

  private List<LevelPair> pairs(SteppingAgent player, String feature) {
    long[] levels = PlayBlind.levels(world, feature, options.firstLevel(), options.levels());
    BlindPlay play =
        new BlindPlay(
            world,
            player,
            PlayBlind.play(
                feature, options.maxSteps(), Seeds.of(options.seed(), "null play", number)));
    List<TwinEpisode> episodes = play.play(levels, List.of(BlindTwin.seeing(), BlindTwin.blind()));
    List<LevelPair> pairs = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      pairs.add(new LevelPair(outcome(episodes.get(2 * i)), outcome(episodes.get(2 * i + 1))));
    }
    return pairs;
  }

  private static LevelOutcome outcome(TwinEpisode each) {
    return new LevelOutcome(each.level(), each.undiscounted(), each.length(), each.cause());
  }

  private List<EndingCause> causes() {
    List<EndingCause> causes = new ArrayList<>(world.editor().causes());
    causes.add(BlindPlay.CUT_OFF);
    return causes;
  }

  /** The edits of a feature, watched by further agents that learned nothing. */
  private List<Relevance> edited(
      SteppingAgent player, String feature, BootstrapInterval.Options intervals) throws Exception {
    List<String> edits = new ArrayList<>();
    for (String each : options.edits()) {
      EditSpec edit = world.editor().edit(each);
      if (edit.feature().equals(feature)) edits.add(each);
    }
    List<AutoCloseable> open = new ArrayList<>();
    try {
      List<SteppingAgent> agents = new ArrayList<>(List.of(player));
      for (int i = 1; i <= options.watchers(); i++) {
        RecurrentNetwork watcher =
            options
                .nullAgents()
                .untrained(studied, Seeds.of(options.seed(), "null watcher", number, i));
        open.add(watcher);
        SteppingAgent stepping = new SteppingAgent(watcher);
        open.add(stepping);
        agents.add(stepping);
      }
      return NullBehaviour.relevances(
          world,
          agents,
          edits,
          options.firstLevel() + (long) NEXT_EXPERIMENT,
          options.levels(),
          options.states(),
          options.play("null edits"),
          intervals);
    } finally {
      for (int i = open.size() - 1; i >= 0; i--) open.get(i).close();
    }
  }
}
