package io.fabula.pipelines.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.stories.LevelOutcome;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.sums.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same stages with another network in another world that can be edited. */
class StoriesOfAnotherWorldTest {
  @TempDir static Path directory;

  @BeforeAll
  static void runTheChain() {
    Console console =
        Console.run(
            new Studies(List.of(new GridStudy())),
            "run",
            "grid",
            "--profile=tiny",
            "--store=" + directory);
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
  }

  private static Artifact artifact(String stage) {
    Store store = Store.at(directory.toString());
    Manifest manifest = store.manifests("grid", stage).get(0);
    return ((Lookup.Found) store.verify(manifest.id())).artifact();
  }

  @Test
  void everyFeatureIsJudgedWithThePlacebo() {
    List<StoryTables.Story> stories = StoryTables.stories(artifact("judge"));

    assertThat(stories)
        .extracting(StoryTables.Story::feature)
        .containsExactly("key", "door", "goal", "corners");
    assertThat(stories)
        .extracting(StoryTables.Story::placebo)
        .containsExactly(false, false, false, true);
    assertThat(stories).allMatch(each -> each.levels() == 24).noneMatch(StoryTables.Story::shown);
    assertThat(stories)
        .extracting(StoryTables.Story::verdict)
        .allMatch(verdict -> verdict.startsWith("not shown: "));
    assertThat(artifact("film").manifest().metric("clips")).isZero();
  }

  @Test
  void untrainedAgentsWatchTheStudiedOne() {
    List<EditEffects.Effect> effects = EditEffects.read(artifact("edit"));

    assertThat(effects).isNotEmpty();
    assertThat(effects).extracting(EditEffects.Effect::edit).contains("remove-key", "remove-goal");
    for (EditEffects.Effect each : effects) {
      if (each.agent() != 0) continue;
      assertThat(effects)
          .filteredOn(
              other ->
                  other.level() == each.level()
                      && other.step() == each.step()
                      && other.edit().equals(each.edit())
                      && other.lag() == each.lag())
          .as("the same state, watched by three agents")
          .extracting(EditEffects.Effect::agent)
          .containsExactlyInAnyOrder(0, 1, 2);
    }
    assertThat(StoryTables.evidence(artifact("judge")))
        .filteredOn(each -> each.test().equals("the world moves the state"))
        .isNotEmpty()
        .allMatch(each -> each.nullCount() == 2 && each.n() > 1);
  }

  @Test
  void candidatesArePlayedOnEvenLevelsAndNothingIsConfirmedOfWhatIsWorthNothing() {
    assertThat(BlindLevels.read(artifact("choose"), "corners")).as("a placebo").isEmpty();
    for (String feature : List.of("key", "goal")) {
      Map<String, List<LevelOutcome>> twins = BlindLevels.read(artifact("choose"), feature);
      assertThat(twins.keySet())
          .containsExactly(
              "seeing",
              "blind",
              "IC0",
              "IC1",
              "IC2",
              "remove-" + feature + " mean",
              "remove-" + feature + " principal");
      assertThat(PathPlay.levels(twins)).hasSize(4);
      for (long level : PathPlay.levels(twins)) assertThat(level % 2).isZero();
      assertThat(PathPlay.differences(twins, "blind")).containsOnly(0);
      assertThat(BlindLevels.read(artifact("confirm"), feature)).isEmpty();
    }
    assertThat(StoryPaths.read(artifact("judge"))).isEmpty();
  }

  @Test
  void aPushIsItselfAtOnceAndFades() {
    List<PushEffects.Effect> effects = PushEffects.read(artifact("push"));

    assertThat(effects).extracting(PushEffects.Effect::agent).contains(0, 1, 2);
    assertThat(effects)
        .filteredOn(each -> each.agent() == 0 && each.lag() == 0)
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.along()).isBetween(0.999, 1.001));
    assertThat(effects)
        .filteredOn(each -> each.agent() == 0 && each.lag() == 0)
        .anyMatch(each -> each.variation() > 0.05);
  }

  @Test
  void whatIsAskedOfAGoalDependsOnWhereItLiesAndOnNothingElse() {
    List<ExperimentEffects.Effect> effects = ExperimentEffects.read(artifact("move"));

    assertThat(effects)
        .extracting(ExperimentEffects.Effect::quantity)
        .containsExactly(
            MoveGoal.RETURN,
            MoveGoal.WORTH,
            MoveGoal.PASSED,
            MoveGoal.RETURN,
            MoveGoal.WORTH,
            MoveGoal.PASSED);
    for (int i = 0; i < 3; i++) {
      assertThat(effects.get(i).variant()).isEqualTo("here");
      assertThat(effects.get(i + 3).variant()).isEqualTo("there");
      assertThat(effects.get(i + 3).value()).isEqualTo(effects.get(i).value());
      assertThat(effects.get(i).n()).isEqualTo(16);
    }
    assertThat(effects.get(2).value()).isBetween(0.0, 1.0);
    assertThat(artifact("move").manifest().metrics())
        .containsKeys("return_here", "blind_minus_seeing_there_low", "passed_here_high");
  }

  @Test
  void steeringIsComparedWithRandomDirectionsOfTheSameLength() {
    List<ExperimentEffects.Effect> effects = ExperimentEffects.read(artifact("steer"));

    assertThat(effects)
        .filteredOn(each -> each.about().equals("key"))
        .extracting(ExperimentEffects.Effect::variant)
        .containsOnly("x -1.0", "x +1.0", "x +3.0");
    assertThat(effects)
        .allMatch(each -> each.random() == (each.variant().endsWith("+3.0") ? 0 : 3));
    assertThat(effects)
        .extracting(ExperimentEffects.Effect::quantity)
        .contains(SteerAgent.RETURN)
        .anyMatch(quantity -> quantity.endsWith(", in view"));
    assertThat(effects)
        .filteredOn(each -> each.quantity().startsWith("probability"))
        .as("a decided agent is moved at once")
        .anyMatch(each -> Math.abs(each.value()) > 1e-3);
  }

  @Test
  void aResampledStateMovesDecisionsWhetherOrNotItSharesTheFeature() {
    List<ExperimentEffects.Effect> effects = ExperimentEffects.read(artifact("resample"));

    assertThat(effects).isNotEmpty();
    for (ExperimentEffects.Effect each : effects) {
      if (!each.quantity().equals(ResampleStates.UNSEEN)) continue;
      ExperimentEffects.Effect sharing = same(effects, each, ResampleStates.SHARING);
      ExperimentEffects.Effect difference = same(effects, each, ResampleStates.POLICY);
      assertThat(each.value()).isBetween(0.0, 1.0);
      assertThat(difference.value()).isCloseTo(each.value() - sharing.value(), within(1e-9));
      assertThat(each.random()).isEqualTo(each.variant().matches("whole.*|all .*") ? 0 : 3);
    }
    assertThat(effects)
        .filteredOn(each -> each.quantity().equals(ResampleStates.SHARING))
        .filteredOn(each -> each.variant().equals("whole state"))
        .anyMatch(each -> each.value() > 0);
  }

  private static ExperimentEffects.Effect same(
      List<ExperimentEffects.Effect> effects, ExperimentEffects.Effect other, String quantity) {
    return effects.stream()
        .filter(
            each ->
                each.about().equals(other.about())
                    && each.variant().equals(other.variant())
                    && each.quantity().equals(quantity))
        .findFirst()
        .orElseThrow();
  }

  /** Nothing is worth anything to these agents, so no share is defined; but all is played. */
  @Test
  void pathsArePlayedAgainWithWhatIsReadRemembered() {
    List<ExperimentEffects.Effect> effects = ExperimentEffects.read(artifact("feed-back"));

    assertThat(effects)
        .extracting(ExperimentEffects.Effect::variant)
        .contains("all components", "all components" + FeedBackPaths.FED_BACK);
    assertThat(effects).allMatch(each -> Double.isNaN(each.value()));
  }

  @Test
  void theWholeRuleIsTriedOnAgentsThatLearnedNothing() {
    Manifest manifest = artifact("false-positives").manifest();

    assertThat(manifest.metric("agents")).isEqualTo(4);
    assertThat(manifest.metric("sign_tests")).isEqualTo(16);
    assertThat(manifest.metric("rate")).isEqualTo(manifest.metric("agents_with_a_story") / 4);
    assertThat(manifest.metric("rate_low")).isLessThanOrEqualTo(manifest.metric("rate"));
    assertThat(manifest.metric("rate_high")).isGreaterThan(manifest.metric("rate")).isLessThan(1);
  }
}
