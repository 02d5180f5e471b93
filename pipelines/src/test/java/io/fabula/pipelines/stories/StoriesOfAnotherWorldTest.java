package io.fabula.pipelines.stories;

import static org.assertj.core.api.Assertions.assertThat;

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
}
