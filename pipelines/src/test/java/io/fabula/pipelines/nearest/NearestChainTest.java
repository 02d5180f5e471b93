package io.fabula.pipelines.nearest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Environment;
import io.fabula.pipelines.datasets.EpisodeInfo;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.agents.EvaluateAgent;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.tables.Row;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another study of the stages that all share: other worlds, other networks, other actions. */
class NearestChainTest {
  private static final int EPISODES = 12;

  /** Of five, at random play some 1.9. */
  private static final double GOOD = 4;

  @TempDir static Path directory;
  private static Console first;

  @BeforeAll
  static void runTheChain() {
    first = run();
    assertThat(first.err()).doesNotContain("fabula:");
    assertThat(first.exitCode()).isZero();
  }

  private static Console run() {
    return Console.run(
        new Studies(List.of(new NearestStudy())),
        "run",
        "nearest",
        "--profile=tiny",
        "--store=" + directory);
  }

  private static Artifact artifact(String stage) {
    Store store = Store.at(directory.toString());
    Manifest manifest = store.manifests("nearest", stage).get(0);
    return ((Lookup.Found) store.verify(manifest.id())).artifact();
  }

  @Test
  void itsStagesHaveItsNames() {
    assertThat(Store.at(directory.toString()).stages("nearest"))
        .containsExactlyInAnyOrder(
            "learn-nearest",
            "compare-nearest",
            "watch-nearest",
            "learn-platform",
            "compare-platform",
            "watch-platform");
    assertThat(Path.of(first.line("report "))).exists();
    Console second = run();
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).doesNotContain("run: ");
  }

  @Test
  void stagesOfTwoStudiesThatAreAlikeDoNotMeet() {
    Console other =
        Console.run(
            new Studies(List.of(new NearestStudy(), new NearestStudy("twin"))),
            "stage",
            "twin",
            "learn-platform",
            "--profile=tiny",
            "--store=" + directory);
    assertThat(other.exitCode()).isZero();
    Store store = Store.at(directory.toString());
    assertThat(store.stages("twin")).containsExactly("learn-platform");
    Manifest own = store.manifests("nearest", "learn-platform").get(0);
    Manifest twins = store.manifests("twin", "learn-platform").get(0);
    assertThat(store.manifests("nearest", "learn-platform")).hasSize(1);
    assertThat(twins.options()).isEqualTo(own.options());
    assertThat(twins.contentHash()).isEqualTo(own.contentHash());
    assertThat(twins.signature()).isNotEqualTo(own.signature());
  }

  @Test
  void itsAgentLearnsToChooseFromSetsThatChange() {
    Artifact compared = artifact("compare-nearest");
    assertThat(EvaluateAgent.betterThan("random", compared)).isTrue();
    assertThat(compared.manifest().metric("agent")).isGreaterThan(GOOD);
    assertThat(compared.manifest().metric("random")).isLessThan(GOOD / 1.5);
  }

  @Test
  void recordingsOfSetsAreWhatTheWorldDoes() {
    replay(artifact("watch-nearest"), new NearestWorld());
  }

  @Test
  void recordingsOfActionsWithParametersAreWhatTheWorldDoes() {
    replay(artifact("watch-platform"), Game.PLATFORM.newWorld());
  }

  /** Plays what was recorded once more, and compares each step bit for bit. */
  private static void replay(Artifact recording, Environment world) {
    RolloutReader reader = new RolloutReader(recording);
    assertThat(reader.episodes()).hasSize(EPISODES);
    reader.read(EPISODES, (episode, rows) -> replay(episode, rows, world));
    assertThat(recording.manifest().metric("steps"))
        .isEqualTo(reader.episodes().stream().mapToInt(EpisodeInfo::length).sum());
  }

  private static void replay(EpisodeInfo episode, List<Row> rows, Environment world) {
    world.reset(episode.levelSeed());
    float[] seen = new float[world.spec().observations().size()];
    double sum = 0;
    for (Row row : rows) {
      world.observe(seen, 0);
      assertThat(row.floats("observation")).isEqualTo(seen);
      if (row.flag("is_last")) break;
      Action action = action(row);
      available(row, world.availableActions());
      world.step(action);
      assertThat(world.reward()).isEqualTo(row.number("reward"));
      sum += world.reward();
    }
    assertThat(world.done()).isTrue();
    assertThat(episode.returnRaw()).isEqualTo(sum);
    assertThat(episode.success()).isEqualTo(world.completed());
    assertThat(episode.truncated()).isEqualTo(world.truncated());
  }

  private static boolean hasColumn(Row row, String name) {
    return row.schema().columns().stream().anyMatch(column -> column.name().equals(name));
  }

  private static Action action(Row row) {
    int index = row.integer("action");
    if (!hasColumn(row, "action_parameters")) return Action.of(index);
    float[] parameters = row.floats("action_parameters");
    assertThat(parameters).as("one parameter each").hasSize(1);
    return Action.of(index, parameters);
  }

  private static void available(Row row, ActionSet available) {
    if (!hasColumn(row, "available")) return;
    int count = row.integer("available");
    assertThat(Arrays.copyOf(row.ints("available_ids"), count)).isEqualTo(available.ids());
    float[] distribution = row.floats("log_prob");
    double whole = 0;
    for (float each : distribution) whole += Math.exp(each);
    assertThat(whole).isCloseTo(1, within(1e-5));
    for (int i = count; i < distribution.length; i++) {
      assertThat(Math.exp(distribution[i])).as("what was not on offer").isZero();
    }
  }
}
