package io.fabula.pipelines.studies.doorkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.mediation.phases.EpisodesGiven;
import io.fabula.pipelines.mediation.phases.EvaluatePolicies;
import io.fabula.pipelines.mediation.phases.EventsInARow;
import io.fabula.pipelines.mediation.phases.LearnVariable;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.mediation.phases.RecordEpisodes;
import io.fabula.pipelines.panel.LiveWorld;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.panel.WrittenPanels;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.VersionGuard;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole study at profile tiny: what was recorded, estimated and computed agrees. */
class DoorKeyChainTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/io/fabula/pipelines/studies/doorkey/tiny-content.properties");
  private static final int EPISODES = 120;

  @TempDir static Path directory;
  private static Console first;

  @BeforeAll
  static void runTheChain() {
    first = run();
    assertThat(first.err()).doesNotContain("fabula:");
    assertThat(first.exitCode()).isZero();
  }

  private static Console run(String... settings) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "doorkey", "--profile=tiny", "--store=" + directory));
    arguments.addAll(List.of(settings));
    return Console.run(Studies.builtIn(), arguments.toArray(String[]::new));
  }

  private static Map<String, Manifest> manifests() {
    Store store = Store.at(directory.toString());
    Map<String, Manifest> manifests = new TreeMap<>();
    for (String stage : store.stages("doorkey")) {
      manifests.put(stage, store.manifests("doorkey", stage).get(0));
    }
    return manifests;
  }

  private static List<Row> rows(String stage, String part, TableSchema schema) {
    Store store = Store.at(directory.toString());
    Artifact artifact =
        ((Lookup.Found) store.verify(store.manifests("doorkey", stage).get(0).id())).artifact();
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(artifact.file(part), schema, rows::add);
    return rows;
  }

  @Test
  void contentChangesOnlyWithVersions() {
    new VersionGuard(RECORDED).check(manifests());
  }

  @Test
  void theSecondTimeNothingIsDone() throws IOException {
    Console second = run();
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).doesNotContain("run: ");
    assertThat(Files.readString(Path.of(first.line("report "))))
        .contains("re-designed after")
        .contains("trained on")
        .contains("indirect-effects.svg");
  }

  /** Shares of the recorded episodes are those that dynamic programming gives the policies. */
  @Test
  void whatWasRecordedAgreesWithTheExactValues() {
    List<Row> episodes =
        rows(Phases.RECORD, "episodes/seed-000.parquet", RecordEpisodes.schema(DoorKeyEvent.NAMES));
    assertThat(episodes).hasSize(2 * EPISODES);
    List<Row> policies =
        rows(
            Phases.EVALUATE,
            EvaluatePolicies.POLICIES,
            EvaluatePolicies.policiesSchema(DoorKeyEvent.NAMES));
    assertThat(policies).extracting(row -> row.text("policy")).isEqualTo(EvaluatePolicies.NAMES);
    for (int p = 0; p < 2; p++) {
      List<Row> played = episodes.subList(p * EPISODES, (p + 1) * EPISODES);
      Row exact = policies.get(p);
      double fourDeviations = 4 * 0.5 / Math.sqrt(EPISODES);
      assertThat(share(played, "first_unlocked"))
          .isCloseTo(exact.number("unlocked"), within(fourDeviations));
      assertThat(share(played, "first_facing"))
          .isCloseTo(exact.number("facing"), within(fourDeviations));
      double successes = played.stream().filter(row -> row.flag("success")).count();
      assertThat(successes / EPISODES).isCloseTo(exact.number("success"), within(fourDeviations));
      for (Row row : played) {
        assertThat(row.flag("success")).isEqualTo(row.number("y") > 0);
        assertThat(row.integer("layout")).isBetween(0, 5);
        if (row.flag("success")) assertThat(row.integer("first_facing")).isNotNegative();
      }
    }
    // uniform play has the specification's values (section 5.6)
    // the informed agent's events are computed as the others', and who faces the goal has the key
    Row informed = policies.get(EvaluatePolicies.NAMES.indexOf("informed"));
    assertThat(informed.number("facing")).isBetween(informed.number("success"), 1.0);
    assertThat(informed.number("key_held")).isGreaterThanOrEqualTo(informed.number("unlocked"));
    assertThat(policies.get(1).number("success")).isCloseTo(0.085366, within(6e-7));
    assertThat(policies.get(1).number("unlocked")).isCloseTo(0.428652, within(6e-7));
  }

  private static double share(List<Row> rows, String first) {
    return rows.stream().filter(row -> row.integer(first) >= 0).count() / (double) rows.size();
  }

  @Test
  void estimatesAgreeWithTheExactEffects() {
    List<Row> measured =
        rows(Phases.LEARN, LearnVariable.MEASURED, LearnVariable.schema(DoorKeyEvent.NAMES));
    List<Row> exact =
        rows(Phases.EVALUATE, EvaluatePolicies.EFFECTS, EvaluatePolicies.EFFECTS_SCHEMA);
    assertThat(measured).hasSize(8);
    assertThat(exact).hasSize(8);
    for (int i = 0; i < 8; i++) {
      assertThat(measured.get(i).text("variable")).isEqualTo(exact.get(i).text("variable"));
      double error = measured.get(i).numberOrNaN("standard_error");
      if (!measured.get(i).flag("rankable") || Double.isNaN(error)) continue;
      assertThat(measured.get(i).number("indirect"))
          .as(measured.get(i).text("variable"))
          .isCloseTo(exact.get(i).number("to_uniform"), within(4 * error + 1e-3));
    }
    Row unlocked = measured.get(4);
    assertThat(unlocked.text("variable")).isEqualTo("unlocked");
    assertThat(unlocked.number("agrees_unlocked_trained")).isEqualTo(1);
    assertThat(unlocked.number("mean_unfired")).as("the goal needs it").isZero();
  }

  @Test
  void policiesAreKeptWhereTheRunningMeanReachedALevel() throws IOException {
    Store store = Store.at(directory.toString());
    Artifact trained =
        ((Lookup.Found) store.verify(store.manifests("doorkey", Phases.TRAIN).get(0).id()))
            .artifact();
    assertThat(TensorFile.read(trained.file("snapshot-0.01/seed-000.safetensors")).digest())
        .as("the level at which tiny takes its policy")
        .isEqualTo(TensorFile.read(trained.file("agent/seed-000.safetensors")).digest());
    assertThat(trained.manifest().metric("snapshot-0.01_steps_0"))
        .isEqualTo(trained.manifest().metric("taken_steps_0"));
    assertThat(trained.parts("snapshot-0.95")).isEmpty();
  }

  /** What follows an event is counted in the episodes that have it, straight from the recording. */
  @Test
  void eventsInARowAreThoseOfTheEpisodesWithTheFirst() {
    List<Row> pairs = rows(Phases.LEARN, LearnVariable.IN_A_ROW, EventsInARow.SCHEMA);
    assertThat(pairs).hasSize(10);
    List<Row> uniform =
        rows(Phases.RECORD, "episodes/seed-000.parquet", RecordEpisodes.schema(DoorKeyEvent.NAMES))
            .stream()
            .filter(row -> row.text("policy").equals("uniform"))
            .skip(EPISODES / 2)
            .toList();
    Row keyThenDoor = pairs.get(0);
    assertThat(keyThenDoor.text("first")).isEqualTo("key held");
    assertThat(keyThenDoor.text("second")).isEqualTo("unlocked");
    List<Row> withKey = uniform.stream().filter(row -> row.integer("first_key_held") >= 0).toList();
    assertThat(keyThenDoor.integer("episodes_uniform")).isEqualTo(withKey.size());
    assertThat(keyThenDoor.number("fired_uniform"))
        .isCloseTo(share(withKey, "first_unlocked"), within(1e-9));
    for (Row pair : pairs) {
      assertThat(pair.integer("episodes_uniform")).isBetween(0, EPISODES / 2);
    }
  }

  /** What is learned given the key is measured in the held-out episodes with the key. */
  @Test
  void aSecondVariableIsLearnedGivenAFirstEvent() {
    List<Row> given =
        rows(Phases.LEARN, LearnVariable.GIVEN, EpisodesGiven.schema(DoorKeyEvent.NAMES));
    assertThat(given).hasSize(1);
    assertThat(given.get(0).text("first")).isEqualTo("key_held");
    Row keyThenDoor = rows(Phases.LEARN, LearnVariable.IN_A_ROW, EventsInARow.SCHEMA).get(0);
    for (String each : List.of("episodes_trained", "episodes_uniform")) {
      assertThat(given.get(0).integer(each)).isEqualTo(keyThenDoor.integer(each)).isPositive();
    }
    assertThat(given.get(0).number("fired_uniform")).isBetween(0.0, 1.0);
    assertThat(given.get(0).number("agrees_key_held_trained"))
        .as("the first event is in all of them, so this is how often the detector fires")
        .isBetween(0.0, 1.0);
  }

  /** Policies that see the cells in front of them and remember; everything is from episodes. */
  @Test
  void agentsWithAPartialViewRemember() throws IOException {
    Path store = directory.resolve("partial");
    Console partial =
        Console.run(
            Studies.builtIn(),
            "run",
            "doorkey",
            "--profile=tiny",
            "--store=" + store,
            "view=partial",
            "policy.memory=8",
            "policy.taken_at=0",
            "policy.stop_at=1",
            "policy.maximum_steps=512",
            "manipulation.maximum_steps=256",
            "episodes.episodes=20",
            "variable.iterations=2",
            "variable.warm_up=1",
            "judged_episodes=3");
    assertThat(partial.err()).doesNotContain("fabula:");
    assertThat(partial.exitCode()).isZero();
    Store opened = Store.at(store.toString());
    assertThat(opened.stages("doorkey")).doesNotContain(Phases.ESTIMATE);
    Artifact trained =
        ((Lookup.Found) opened.verify(opened.manifests("doorkey", Phases.TRAIN).get(0).id()))
            .artifact();
    assertThat(TensorFile.read(trained.file("agent/seed-000.safetensors")).names())
        .contains("gru.weight_hh_l0");
    assertThat(Files.readString(Path.of(partial.line("report ")))).contains("From episodes");
  }

  /** Beyond 8 cells nothing is exact, and policies are judged by episodes. */
  @Test
  void aWorldTooLargeForATableIsJudgedByEpisodes() throws IOException {
    Path store = directory.resolve("large");
    Console large =
        Console.run(
            Studies.builtIn(),
            "run",
            "doorkey",
            "--profile=tiny",
            "--store=" + store,
            "size=9",
            "policy.taken_at=0",
            "policy.stop_at=1",
            "policy.maximum_steps=256",
            "manipulation.maximum_steps=256",
            "episodes.episodes=4",
            "variable.iterations=2",
            "variable.warm_up=1",
            "judged_episodes=3",
            "films=0");
    assertThat(large.err()).doesNotContain("fabula:");
    assertThat(large.exitCode()).isZero();
    assertThat(Store.at(store.toString()).stages("doorkey"))
        .contains(Phases.EVALUATE)
        .doesNotContain(Phases.ESTIMATE);
    assertThat(Files.readString(Path.of(large.line("report ")))).contains("From episodes");
  }

  @Test
  void settingsThatMeanNothingAreRefusedInOneLine() {
    Console size = run("size=17");
    assertThat(size.exitCode()).isEqualTo(2);
    assertThat(size.err()).contains("size must be within 5..16, got 17");
    Console view = run("size=9", "variable.view=full");
    assertThat(view.exitCode()).isEqualTo(2);
    assertThat(view.err()).contains("variable.view must be objects");
    Console target = run("variable.target=xent:open");
    assertThat(target.exitCode()).isEqualTo(2);
    assertThat(target.err()).contains("xent:EVENT with one of", "unlocked");
    Console given = run("variable.given=door");
    assertThat(given.exitCode()).isEqualTo(2);
    assertThat(given.err()).contains("variable.given must be none or one of", "unlocked");
    Console never = run("policy.taken_at=0.9", "policy.stop_at=0.95");
    assertThat(never.exitCode()).isEqualTo(1);
    assertThat(never.err())
        .contains("not policy.taken_at 0.9; raise policy.maximum_steps or lower policy.taken_at");
    Console unconfirmed = run("policy.taken_at=0.01", "policy.confirming_episodes=2");
    assertThat(unconfirmed.exitCode()).isEqualTo(1);
    assertThat(unconfirmed.err())
        .contains("not policy.taken_at 0.01 confirmed by policy.confirming_episodes 2; raise");
  }

  @Test
  void thePanelStepsThroughIt() throws IOException {
    String sample = WrittenPanels.write(directory, "doorkey", directory.resolve("panel"));
    assertThat(sample).contains("\"name\":\"grid\"", "Probability of firing: learned, objects");
    assertThat(Files.readString(directory.resolve("panel/data/map-0-1.js")))
        .contains("learned, full view", "data:image/png");
  }

  @Test
  void thePanelPlaysOnInEditedRooms() throws IOException {
    Store store = Store.at(directory.toString());
    DoorKeyStudy study = new DoorKeyStudy();
    String name = WrittenPanels.run(directory, "doorkey");
    RecordedRun run = RecordedRun.named(store, Studies.builtIn(), name);
    try (PanelView view = study.panel(run.open(study, store))) {
      LiveWorld live = view.live().orElseThrow();
      LiveWorld.Comparison given = live.compare(edit("give-key"));
      int held = view.index().components().indexOf("key held");
      assertThat(given.words()).isEqualTo("the key carried");
      assertThat(given.original().components().get(0).get(held)).isZero();
      assertThat(given.twin().components().get(0).get(held)).isEqualTo(1);
      // at first every door is locked
      LiveWorld.Comparison same = live.compare(edit("door-2"));
      assertThat(same.twin()).isEqualTo(same.original());
      assertThat(same.original()).isEqualTo(given.original());
      assertThatThrownBy(() -> live.compare(edit("key-0-0")))
          .hasMessageContaining("there is no edit key-0-0");
    }
  }

  private static LiveWorld.Intervention edit(String name) {
    return new LiveWorld.Intervention(0, 0, "edit", 0, 0, false, name, 12);
  }
}
