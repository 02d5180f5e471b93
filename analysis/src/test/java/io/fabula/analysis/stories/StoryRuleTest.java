package io.fabula.analysis.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.edits.FeatureSpec;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rule, with the counts of a trained agent of CoinRun on 400 levels per feature. */
class StoryRuleTest {
  private static final BootstrapInterval.Options OPTIONS =
      new BootstrapInterval.Options(0.95, 1000, 7);
  private static final StoryRule RULE = StoryRule.standard();
  private static final List<EndingCause> CAUSES =
      List.of(
          new EndingCause("coin", "took the coin", true),
          new EndingCause("saw", "touched a saw", false),
          new EndingCause("lava", "touched lava", false));
  private static final FeatureSpec SAW = feature("saw", false, "saw");
  private static final FeatureSpec PIT = feature("pit", false, "lava");
  private static final FeatureSpec COIN = feature("coin", false);
  private static final FeatureSpec CRATE = feature("crate", false);
  private static final FeatureSpec BEHIND = feature("saw-behind", true);

  private static final List<Relevance> SAW_EDITS =
      List.of(
          relevance("saw-added", 1.81, 1.70, .17, .30, .58),
          relevance("saw-removed", 1.26, 1.17, -.79, -.48, -.54));
  private static final List<Relevance> PIT_EDITS =
      List.of(relevance("pit-filled", 0.55, 0.46, -1.04, -.69, -.42));
  private static final List<Relevance> CRATE_EDITS =
      List.of(relevance("crate-added", 1.13, 1.04, .02, .08, .26));

  private static FeatureSpec feature(String name, boolean placebo, String... causes) {
    return new FeatureSpec(name, name, List.of(causes), placebo);
  }

  private static Relevance relevance(String edit, double value, double low, double... untrained) {
    RatioInterval interval = new RatioInterval(value, low, 2 * value - low, 0.95, 200);
    return Relevance.against(edit, 400, interval, untrained);
  }

  /** Levels by how they end, {@code "coin>saw"} for those that the blind agent loses to a saw. */
  private static final class Levels {
    private final List<LevelPair> pairs = new ArrayList<>();

    Levels add(int count, String base, String blind) {
      for (int i = 0; i < count; i++) {
        long level = pairs.size();
        pairs.add(new LevelPair(outcome(level, base), outcome(level, blind)));
      }
      return this;
    }

    TotalEffect total(FeatureSpec feature) {
      add(400 - pairs.size(), "coin", "coin");
      return TotalEffect.of(feature, CAUSES, pairs, OPTIONS);
    }
  }

  private static LevelOutcome outcome(long level, String cause) {
    return new LevelOutcome(level, cause.equals("coin") ? 10 : 0, 50, cause);
  }

  private static TotalEffect saws() {
    return new Levels()
        .add(125, "coin", "saw")
        .add(21, "saw", "coin")
        .add(1, "lava", "coin")
        .add(82, "saw", "saw")
        .add(16, "lava", "lava")
        .total(SAW);
  }

  private static TotalEffect pits() {
    return new Levels()
        .add(115, "coin", "lava")
        .add(16, "coin", "saw")
        .add(22, "lava", "coin")
        .add(115, "saw", "saw")
        .add(15, "lava", "lava")
        .total(PIT);
  }

  /** Levels lost to a cause and levels won. */
  private static TotalEffect split(FeatureSpec feature, int better, int worse, String cause) {
    return new Levels().add(worse, "coin", cause).add(better, cause, "coin").total(feature);
  }

  private static List<FeatureEvidence> agent(TotalEffect placebo) {
    return List.of(
        new FeatureEvidence(saws(), SAW_EDITS),
        new FeatureEvidence(pits(), PIT_EDITS),
        new FeatureEvidence(split(COIN, 4, 4, "saw"), List.of()),
        new FeatureEvidence(split(CRATE, 20, 16, "saw"), CRATE_EDITS),
        new FeatureEvidence(placebo, List.of()));
  }

  private static List<String> verdicts(List<FeatureStory> stories) {
    return stories.stream().map(story -> story.finding().text()).toList();
  }

  @Test
  void trainedAgentsSawsAndPitsAreShownAndTheRestIsNot() {
    List<FeatureStory> stories = RULE.judge(agent(split(BEHIND, 2, 5, "saw")), List.of());
    assertThat(stories)
        .extracting(FeatureStory::feature)
        .containsExactly("saw", "pit", "coin", "crate", "saw-behind");
    assertThat(verdicts(stories))
        .containsExactly(
            "shown",
            "shown",
            "not shown: (a) adjusted p 1.00",
            "not shown: (a) adjusted p 0.772",
            "not shown: (a) adjusted p 0.755");
    assertThat(stories.get(0).verdict()).isEqualTo("shown, path not found");
    TotalEffect saws = stories.get(0).evidence().total();
    assertThat(saws.base()).isCloseTo(7.00, within(0.005));
    assertThat(saws.difference().mean()).isCloseTo(-2.58, within(0.006));
    // the published ends are of another bootstrap of other draws
    assertThat(saws.difference().low()).isCloseTo(-3.10, within(0.1));
    assertThat(saws.difference().high()).isCloseTo(-2.02, within(0.1));
    assertThat(saws.causes().get(1).change().mean()).isCloseTo(.517 - .258, within(0.002));
    assertThat(saws.ownShareOfAddedFailures()).isEqualTo(1);
    assertThat(stories.get(1).evidence().total().ownShareOfAddedFailures())
        .isCloseTo(.85, within(0.005));
    assertThat(stories.get(1).pTotal()).isLessThan(1e-18);
  }

  @Test
  void youngAgentsSawsDoNotSurviveAdjustment() {
    List<FeatureStory> stories =
        RULE.judge(
            List.of(
                new FeatureEvidence(split(SAW, 22, 42, "saw"), SAW_EDITS),
                new FeatureEvidence(split(PIT, 38, 44, "lava"), PIT_EDITS),
                new FeatureEvidence(split(COIN, 4, 4, "saw"), List.of()),
                new FeatureEvidence(split(CRATE, 20, 16, "saw"), CRATE_EDITS),
                new FeatureEvidence(split(BEHIND, 2, 5, "saw"), List.of())),
            List.of());
    assertThat(stories).noneMatch(story -> story.finding().isShown());
    assertThat(stories.get(0).pTotal()).isBetween(0.08, 0.09);
  }

  @Test
  void nothingIsShownIfAPlaceboIsOrIfThereIsNone() {
    List<FeatureStory> stories = RULE.judge(agent(split(BEHIND, 2, 40, "saw")), List.of());
    assertThat(stories).noneMatch(story -> story.finding().isShown());
    Finding.NotShown saws = (Finding.NotShown) stories.get(0).finding();
    assertThat(saws.condition()).isEqualTo(Condition.PLACEBO);
    assertThat(saws.text()).startsWith("not shown: (d) saw-behind has adjusted p ");
    assertThat(stories.get(4).finding().text()).isEqualTo("not shown: (c) 0 edits");
    List<FeatureEvidence> none = agent(split(BEHIND, 2, 5, "saw")).subList(0, 4);
    assertThat(verdicts(RULE.judge(none, List.of())).get(0)).isEqualTo("not shown: (d) 0 placebos");
  }

  private static String verdictOfSaws(TotalEffect total, List<Relevance> edits) {
    return RULE.judge(
            List.of(
                new FeatureEvidence(total, edits),
                new FeatureEvidence(split(BEHIND, 2, 5, "saw"), List.of())),
            List.of())
        .get(0)
        .verdict();
  }

  @Test
  void theFirstConditionThatFailsIsNamed() {
    assertThat(verdictOfSaws(saws(), SAW_EDITS)).isEqualTo("shown, path not found");
    assertThat(verdictOfSaws(split(SAW, 0, 19, "saw"), SAW_EDITS))
        .isEqualTo("not shown: (a) levels that differ 19 of at least 20");
    assertThat(verdictOfSaws(split(SAW, 0, 20, "saw"), SAW_EDITS))
        .isEqualTo("shown, path not found");
    assertThat(verdictOfSaws(split(SAW, 0, 100, "lava"), SAW_EDITS))
        .isEqualTo("not shown: (b) share of added failures 0.00");
    assertThat(verdictOfSaws(split(SAW, 100, 0, "saw"), SAW_EDITS))
        .isEqualTo("not shown: (b) 0 failures added");
    assertThat(verdictOfSaws(saws(), List.of())).isEqualTo("not shown: (c) 0 edits");
    assertThat(verdictOfSaws(saws(), List.of(relevance("saw-added", .1, -.2, -3, -2.9, -2.8))))
        .isEqualTo("not shown: (c) log ratio -0.200 to 0.400");
    assertThat(verdictOfSaws(saws(), List.of(relevance("saw-added", 1, .9, 0, 1, 2))))
        .isEqualTo("not shown: (c) adjusted p against untrained agents 0.500");
    assertThat(verdictOfSaws(saws(), List.of(relevance("saw-added", 1, .9, 0))))
        .isEqualTo("not shown: (c) too few untrained agents to tell");
    // alone it would do (0.035); beside two edits without an effect it is not enough
    Relevance idle = relevance("idle", .1, .05, -1, 0, 1);
    assertThat(verdictOfSaws(saws(), List.of(PIT_EDITS.get(0), idle, idle)))
        .startsWith("not shown: (c) adjusted p against untrained agents 0.1");
  }

  @Test
  void fewLevelsAndObjectionsAreNamedBeforeAnythingElse() {
    List<LevelPair> eight = new Levels().add(8, "coin", "saw").pairs;
    TotalEffect few = TotalEffect.of(SAW, CAUSES, eight, OPTIONS);
    assertThat(verdictOfSaws(few, SAW_EDITS))
        .isEqualTo("not shown: (a) too few levels, 8 of at least 20");
    List<FeatureStory> stories =
        RULE.judge(
            agent(split(BEHIND, 2, 5, "saw")), List.of("the agent is no better than random"));
    assertThat(verdicts(stories)).containsOnly("not shown: the agent is no better than random");
  }

  @Test
  void featureWithoutAFailureOfItsOwnIsNotAskedForOne() {
    List<FeatureStory> stories =
        RULE.judge(
            List.of(
                new FeatureEvidence(split(COIN, 3, 90, "lava"), CRATE_EDITS),
                new FeatureEvidence(split(BEHIND, 2, 5, "saw"), List.of())),
            List.of());
    assertThat(stories.get(0).finding()).isEqualTo(new Finding.Shown());
  }

  private static PathEstimate path(String name, double share, double low, double p) {
    RatioInterval interval = new RatioInterval(share, low, 2 * share - low, 0.95, 200);
    return new PathEstimate(name, share, interval, 12, .07, .07, .17, p);
  }

  @Test
  void pathsAreShownAgainstRandomDirectionsWithinAShownStory() {
    FeatureStory story = RULE.judge(agent(split(BEHIND, 2, 5, "saw")), List.of()).get(0);
    FeatureStory told =
        RULE.withPaths(
            story, List.of(path("IC 1", .41, .26, .0004), path("IC 4", .28, .15, .0075)));
    assertThat(told.verdict()).isEqualTo("shown");
    assertThat(told.paths()).allMatch(path -> path.finding().isShown());
    assertThat(told.paths().get(0).pRandom()).isCloseTo(.0008, within(1e-12));
    assertThat(told.sumOfShares()).isCloseTo(.69, within(1e-12));
    FeatureStory none =
        RULE.withPaths(
            story,
            List.of(
                path("IC 7", .22, -.01, .03),
                path("IC 2", .22, .01, .06),
                path("IC 9", .22, .01, Double.NaN)));
    assertThat(none.verdict()).isEqualTo("shown, path not found");
    assertThat(none.paths())
        .extracting(path -> path.finding().text())
        .containsExactly(
            "not shown: share -0.0100 to 0.450",
            "not shown: random directions adjusted p 0.0600",
            "not shown: random directions too few or too alike to tell, 12");
  }

  @Test
  void pathOfAStoryThatIsNotShownIsNotShown() {
    FeatureStory story = RULE.judge(agent(split(BEHIND, 2, 5, "saw")), List.of()).get(2);
    FeatureStory told = RULE.withPaths(story, List.of(path("IC 1", .41, .26, .0004)));
    assertThat(told.paths().get(0).finding().text()).isEqualTo("not shown: story not shown");
    assertThat(told.verdict()).isEqualTo("not shown: (a) adjusted p 1.00");
  }

  /**
   * Base and blind are exchanged at random on every level: whatever else holds, a family of five
   * features has a total effect at most at the nominal rate. Evidence for (c) is perfect, and no
   * failure belongs to the features, so that only (a) and (d) can withhold a story.
   */
  @Test
  void signFlipsPerLevelShowATotalEffectAtMostAtTheNominalRate() {
    RandomStream random = new RandomStream(5);
    BootstrapInterval.Options few = new BootstrapInterval.Options(0.95, 100, 1);
    int repetitions = 600;
    int single = 0;
    int families = 0;
    int told = 0;
    for (int r = 0; r < repetitions; r++) {
      List<FeatureEvidence> evidence = new ArrayList<>();
      for (FeatureSpec feature : List.of(COIN, CRATE, feature("a", false), feature("b", false))) {
        evidence.add(new FeatureEvidence(flipped(feature, random, few), CRATE_EDITS));
      }
      evidence.add(new FeatureEvidence(flipped(BEHIND, random, few), List.of()));
      List<FeatureStory> stories = RULE.judge(evidence, List.of());
      if (evidence.get(0).total().sign().pValue() <= 0.05) single++;
      if (stories.stream().anyMatch(story -> story.pTotal() <= 0.05)) families++;
      if (stories.stream().anyMatch(story -> story.finding().isShown())) told++;
    }
    // 100 levels that differ: the exact test rejects 39 to 61 or less even, 0.0352; the standard
    // error over 600 repetitions is 0.0075
    assertThat(single / (double) repetitions).isCloseTo(0.0352, within(0.0225));
    // the adjustment holds 0.05 over the family; three standard errors of 0.0089 above it
    assertThat(families / (double) repetitions).isBetween(0.005, 0.077);
    assertThat(told).isLessThanOrEqualTo(families);
  }

  private static TotalEffect flipped(
      FeatureSpec feature, RandomStream random, BootstrapInterval.Options options) {
    List<LevelPair> pairs = new ArrayList<>();
    for (int level = 0; level < 130; level++) {
      boolean better = random.nextInt(2) == 0;
      String base = level < 30 || !better ? "coin" : "saw";
      String blind = level < 30 || better ? "coin" : "saw";
      pairs.add(new LevelPair(outcome(level, base), outcome(level, blind)));
    }
    return TotalEffect.of(feature, CAUSES, pairs, options);
  }

  @Test
  void refusesFeaturesGivenTwiceAndSettingsOutOfRange() {
    FeatureEvidence saws = new FeatureEvidence(saws(), SAW_EDITS);
    assertThatThrownBy(() -> RULE.judge(List.of(saws, saws), List.of()))
        .hasMessage("each feature must be given once");
    assertThatThrownBy(() -> new StoryRule(0, 20, 0.5))
        .hasMessage("level must be within 0..1, got 0.0");
    assertThatThrownBy(() -> new StoryRule(0.05, 0, 0.5))
        .hasMessage("discordant must be at least 1, got 0");
    assertThatThrownBy(() -> new StoryRule(0.05, 20, 2))
        .hasMessage("ownShare must be within 0..1, got 2.0");
  }
}
