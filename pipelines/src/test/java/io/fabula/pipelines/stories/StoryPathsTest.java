package io.fabula.pipelines.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.stories.FeatureEvidence;
import io.fabula.analysis.stories.FeatureStory;
import io.fabula.analysis.stories.LevelOutcome;
import io.fabula.analysis.stories.LevelPair;
import io.fabula.analysis.stories.RatioInterval;
import io.fabula.analysis.stories.Relevance;
import io.fabula.analysis.stories.StoryRule;
import io.fabula.analysis.stories.TotalEffect;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.edits.FeatureSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Paths of an agent that loses every second level when it does not see the saws. */
class StoryPathsTest {
  private static final BootstrapInterval.Options INTERVALS =
      new BootstrapInterval.Options(0.95, 500, 3);
  private static final int LEVELS = 80;

  /** Of ten levels, how many are lost by a twin that is blind in these directions alone. */
  private static List<LevelOutcome> lost(int half, int ofTen) {
    List<LevelOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < LEVELS; i++) {
      boolean loses = i % 10 < ofTen;
      outcomes.add(new LevelOutcome(2L * i + half, loses ? 0 : 10, 40, loses ? "saw" : "coin"));
    }
    return outcomes;
  }

  private static Map<String, List<LevelOutcome>> half(int half) {
    Map<String, List<LevelOutcome>> twins = new LinkedHashMap<>();
    twins.put(PlayBlind.SEEING, lost(half, 0));
    twins.put(PlayBlind.BLIND, lost(half, 5));
    return twins;
  }

  private static Map<String, List<LevelOutcome>> even() {
    Map<String, List<LevelOutcome>> twins = half(0);
    twins.put("IC1", lost(0, 4));
    twins.put("IC2", lost(0, 2));
    twins.put("IC3", lost(0, 0));
    return twins;
  }

  private static Map<String, List<LevelOutcome>> odd() {
    Map<String, List<LevelOutcome>> twins = half(1);
    twins.put("IC1", lost(1, 3));
    twins.put("IC2", lost(1, 0));
    twins.put("IC1 + IC2", lost(1, 4));
    twins.put("all but IC1 + IC2", lost(1, 1));
    twins.put("all 3", lost(1, 5));
    for (int i = 0; i < 12; i++) twins.put("random 1." + i, lost(1, i % 2));
    for (int i = 0; i < 6; i++) twins.put("random 2." + i, lost(1, i % 2));
    return twins;
  }

  private static FeatureStory story() {
    FeatureSpec saws = new FeatureSpec("saw", "saws", List.of("saw"), false);
    FeatureSpec behind = new FeatureSpec("saw-behind", "saws behind", List.of(), true);
    List<EndingCause> causes =
        List.of(new EndingCause("coin", "took it", true), new EndingCause("saw", "a saw", false));
    Relevance edit =
        new Relevance(
            "saw-added",
            100,
            new RatioInterval(1.8, 1.7, 1.9, 0.95, 50),
            new double[] {.2, .3, .1},
            0.004);
    List<FeatureEvidence> evidence = new ArrayList<>();
    for (FeatureSpec feature : List.of(saws, behind)) {
      List<LevelOutcome> seeing = lost(0, 0);
      List<LevelOutcome> blind = lost(0, feature.placebo() ? 0 : 5);
      List<LevelPair> pairs = new ArrayList<>();
      for (int i = 0; i < LEVELS; i++) pairs.add(new LevelPair(seeing.get(i), blind.get(i)));
      evidence.add(
          new FeatureEvidence(
              TotalEffect.of(feature, causes, pairs, INTERVALS),
              feature.placebo() ? List.of() : List.of(edit)));
    }
    FeatureStory story = StoryRule.standard().judge(evidence, List.of()).get(0);
    assertThat(story.finding().isShown()).as(story.finding().text()).isTrue();
    return story;
  }

  private static StoryPaths.Path of(
      StoryPaths.JudgedPaths told, StoryPaths.Kind kind, String name) {
    return told.paths().stream()
        .filter(each -> each.kind() == kind && each.path().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in " + told.paths()));
  }

  @Test
  void sharesOfChosenDirectionsAreThoseOfTheOtherLevels() {
    StoryPaths.JudgedPaths told =
        StoryPaths.tell(story(), StoryRule.standard(), even(), odd(), INTERVALS);

    assertThat(of(told, StoryPaths.Kind.CANDIDATE, "IC1").share().value())
        .isCloseTo(0.8, within(1e-12));
    assertThat(of(told, StoryPaths.Kind.CANDIDATE, "IC3").share().value()).isZero();
    StoryPaths.Path first = of(told, StoryPaths.Kind.CHOSEN, "IC1");
    assertThat(first.share().value()).isCloseTo(0.6, within(1e-12));
    assertThat(first.random()).isEqualTo(12);
    assertThat(first.randomMean()).isCloseTo(0.1, within(1e-12));
    assertThat(first.randomLargest()).isCloseTo(0.2, within(1e-12));
    assertThat(first.shown()).as(first.verdict()).isTrue();
    StoryPaths.Path second = of(told, StoryPaths.Kind.CHOSEN, "IC2");
    assertThat(second.share().value()).isZero();
    assertThat(second.shown()).as(second.verdict()).isFalse();
    StoryPaths.Path both = of(told, StoryPaths.Kind.TOGETHER, "IC1 + IC2");
    assertThat(both.share().value()).isCloseTo(0.8, within(1e-12));
    assertThat(both.random()).as("planes").isEqualTo(6);
    assertThat(of(told, StoryPaths.Kind.REVERSE, "all but IC1 + IC2").share().value())
        .as("what is lost of it when only the others are blind")
        .isCloseTo(0.8, within(1e-12));
    assertThat(of(told, StoryPaths.Kind.ALL, "all 3").share().value()).isCloseTo(1, within(1e-12));
    assertThat(told.story().paths()).hasSize(2);
  }

  @Test
  void whereNoPathsWerePlayedTheStoryIsToldWithout() {
    FeatureStory story = story();
    StoryPaths.JudgedPaths told =
        StoryPaths.tell(story, StoryRule.standard(), Map.of(), Map.of(), INTERVALS);

    assertThat(told.story()).isSameAs(story);
    assertThat(told.paths()).isEmpty();
  }
}
