package io.fabula.pipelines.studies.scinet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import io.fabula.pipelines.studies.scinet.stages.StageNames;
import io.fabula.pipelines.studies.scinet.tables.ChangeTable;
import io.fabula.pipelines.studies.scinet.tables.ReadingTables;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.tables.Row;
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

/** The whole chain at profile tiny. */
class ScinetChainTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/io/fabula/pipelines/studies/scinet/tiny-content.properties");

  @TempDir static Path directory;

  @BeforeAll
  static void runTheChain() {
    Console console = run(directory.resolve("store"));
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
    assertThat(Path.of(console.line("report "))).exists();
  }

  private static Console run(Path store, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "scinet", "--profile=tiny", "--store=" + store));
    arguments.addAll(List.of(more));
    return Console.run(Studies.builtIn(), arguments.toArray(String[]::new));
  }

  private static Map<String, Manifest> manifests(Path place) {
    Store store = Store.at(place.toString());
    Map<String, Manifest> manifests = new TreeMap<>();
    for (String stage : store.stages("scinet")) {
      manifests.put(stage, store.manifests("scinet", stage).get(0));
    }
    return manifests;
  }

  private static Artifact artifact(String stage) {
    Store store = Store.at(directory.resolve("store").toString());
    return ((Lookup.Found) store.verify(store.manifests("scinet", stage).get(0).id())).artifact();
  }

  @Test
  void resultsAreThoseOfTheirVersions() {
    new VersionGuard(RECORDED).check(manifests(directory.resolve("store")));
  }

  @Test
  void embeddedFlinkGivesEqualContentHashes() {
    Path flink = directory.resolve("flink store");
    Console console =
        run(flink, "--runner=FlinkRunner", "--flinkMaster=[local]", "--parallelism=2");
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
    Map<String, Manifest> expected = manifests(directory.resolve("store"));
    Map<String, Manifest> actual = manifests(flink);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (stage, manifest) -> {
          assertThat(actual.get(stage).runner()).as(stage).isEqualTo("FlinkRunner");
          assertThat(actual.get(stage).contentHash()).as(stage).isEqualTo(manifest.contentHash());
          assertThat(actual.get(stage).metrics()).as(stage).isEqualTo(manifest.metrics());
        });
  }

  @Test
  void aSecondRunDoesNothing() {
    Console second = run(directory.resolve("store"));
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).doesNotContain("run: ");
  }

  @Test
  void tablesTellOfEveryAgentAndLatent() {
    Artifact reading = artifact(StageNames.READ_REPRESENTATION);
    List<Row> latents = ReadingTables.latents(reading.file(ReadingTables.LATENTS));
    assertThat(latents).hasSize(4);
    long active = latents.stream().filter(row -> row.flag("active")).count();
    assertThat(ReadingTables.kept(reading.file(ReadingTables.KEPT))).hasSize((int) (3 * active));
    assertThat(ReadingTables.untrained(reading.file(ReadingTables.UNTRAINED))).hasSize(3 * 4);
    for (Row row : latents) {
      // three encoders are few, but enough for a number
      if (row.flag("active")) assertThat(row.number("p_untrained")).isBetween(0.0, 1.0);
    }
    assertThat(ReadingTables.conditions(reading.file(ReadingTables.CONDITIONS))).hasSize(6);
    List<Row> changes =
        ChangeTable.read(artifact(StageNames.CHANGE_LATENTS).file(ChangeTable.PART));
    assertThat(changes).hasSize((int) (3 * 3 * active));
    for (Row row : changes) {
      // all 3 cells of the axis that does not matter, times the 8 others of the plane
      assertThat(row.integer("starts")).isEqualTo(24);
      assertThat(row.number("success")).isBetween(0.0, 1.0);
      assertThat(row.number("return")).isBetween(0.0, row.number("success"));
      assertThat(row.number("p_adjusted")).isBetween(row.number("p") - 1e-12, 1.0);
    }
  }

  @Test
  void textLogsTellOfEveryEpisodeAndEveryRowOfTheLog() throws IOException {
    Artifact logs = artifact(StageNames.WRITE_TEXT_LOGS);
    Map<String, Double> trained = artifact(StageNames.TRAIN_AGENTS).manifest().metrics();
    double episodes = 0;
    for (int agent = 1; agent <= 3; agent++)
      episodes += trained.get("agent_" + agent + "_episodes");
    assertThat(Files.readAllLines(logs.file("results_log/results.txt"))).hasSize((int) episodes);
    // 100 rounds, a row every 20: three agents and the encoder, and two losses of each agent
    List<String> noise = Files.readAllLines(logs.file("results_log/selection.txt"));
    assertThat(noise).hasSize(5 * 4);
    assertThat(noise.get(3)).matches("enc, \\[(-?[0-9.]+(, )?){4}]");
    assertThat(Files.readAllLines(logs.file("results_log/results_loss.txt"))).hasSize(5 * 3 * 2);
  }

  @Test
  void agentsThatKnowTheWayNeedNoTraining() {
    Path store = directory.resolve("oracle store");
    Console console =
        Console.run(
            Studies.builtIn(),
            "stage",
            "scinet",
            StageNames.TRAIN_AGENTS,
            "--profile=tiny",
            "--store=" + store,
            "agents.from=oracle");
    assertThat(console.exitCode()).isZero();
    Map<String, Double> metrics = manifests(store).get(StageNames.TRAIN_AGENTS).metrics();
    for (int agent = 1; agent <= 3; agent++) {
      String prefix = "agent_" + agent + "_";
      assertThat(metrics.get(prefix + "greedy_success")).isEqualTo(1.0);
      assertThat(metrics.get(prefix + "greedy_mean_steps_reached"))
          .isEqualTo(metrics.get(prefix + "optimum"));
    }
  }

  @Test
  void publishedAgentsPlayAsPublished() {
    Path store = directory.resolve("published store");
    Console console =
        Console.run(
            Studies.builtIn(),
            "stage",
            "scinet",
            StageNames.TRAIN_AGENTS,
            "--profile=small",
            "--store=" + store);
    assertThat(console.exitCode()).isZero();
    Map<String, Double> metrics = manifests(store).get(StageNames.TRAIN_AGENTS).metrics();
    double[] success = {0.945, 0.972, 0.959};
    double[] reached = {8.78, 8.81, 6.20};
    double[] greedy = {0.970, 0.988, 0.990};
    double[] greedyReached = {8.56, 8.50, 6.03};
    for (int e = 0; e < 3; e++) {
      String prefix = "agent_" + (e + 1) + "_";
      // four standard errors of 34,320 episodes, and half of the last published digit
      near(metrics.get(prefix + "success"), success[e], 0.0055);
      near(metrics.get(prefix + "mean_steps_reached"), reached[e], 0.1);
      near(metrics.get(prefix + "greedy_success"), greedy[e], 0.0006);
      near(metrics.get(prefix + "greedy_mean_steps_reached"), greedyReached[e], 0.006);
    }
  }

  private static void near(double actual, double expected, double tolerance) {
    assertThat(Math.abs(actual - expected))
        .as("%s near %s", actual, expected)
        .isLessThan(tolerance);
  }

  private static void refused(String reason, String... overrides) {
    List<String> arguments = new ArrayList<>(List.of("plan", "scinet", "--profile=tiny"));
    arguments.addAll(List.of(overrides));
    arguments.add("--store=" + directory.resolve("refused store"));
    Console console = Console.run(Studies.builtIn(), arguments.toArray(String[]::new));
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err()).contains(reason);
  }

  @Test
  void worldsThatCannotBeAreRefused() {
    refused("size must be three numbers of at least 2", "world.size=[3, 1, 3]");
    refused("two ones and a zero", "world.planes=[[1, 1, 1], [0, 1, 1], [1, 0, 1]]");
    refused("two ones and a zero", "world.planes=[[1, 2, 0], [0, 1, 1], [1, 0, 1]]");
    refused(
        "world.planes, rewards and walls of agent 1: the reward stands in a wall, at [1, 2]",
        "world.walls=[[[1, 2]], [], []]");
    refused(
        "agent 2: reward must be within the YZ plane of [3, 3, 3], got [9, 9]",
        "world.rewards=[[1, 2], [9, 9], [1, 1]]");
    refused("walls must be pairs", "world.walls=[[[1, 2, 0]], [], []]");
    refused("rewards must be as many as planes", "world.rewards=[[1, 2]]");
    refused("needs the published world", "agents.from=published");
    refused("batch must be at least 2", "selection.batch=1");
  }

  @Test
  void thePanelStepsThroughIt() throws IOException {
    String sample =
        WrittenPanels.write(directory.resolve("store"), "scinet", directory.resolve("panel"));
    assertThat(sample).contains("x = 1, y = 0, z = 0");
    assertThat(Files.readString(directory.resolve("panel/data/index.js")))
        .contains("latent 0", "Who keeps it", "along x");
  }

  @Test
  void thePanelPlaysAgentsWithALatentReplaced() throws IOException {
    Path place = directory.resolve("store");
    Store store = Store.at(place.toString());
    ScinetStudy study = new ScinetStudy();
    RecordedRun run =
        RecordedRun.named(store, Studies.builtIn(), WrittenPanels.run(place, "scinet"));
    try (PanelView view = study.panel(run.open(study, store))) {
      LiveWorld live = view.live().orElseThrow();
      LiveWorld.Comparison same = live.compare(change("push-1", 0));
      assertThat(same.twin()).isEqualTo(same.original());
      LiveWorld.Comparison moved = live.compare(change("push-1", 2));
      assertThat(moved.words()).isEqualTo("agent 2, latent 0 moved by +2.00");
      assertThat(moved.original()).isEqualTo(same.original());
      double before = same.original().components().get(0).get(0);
      assertThat(moved.twin().components().get(0).get(0)).isCloseTo(before + 2, within(1e-5));
      assertThat(moved.twin().bars()).isNotEqualTo(same.original().bars());
      assertThatThrownBy(() -> live.compare(change("push-9", 1)))
          .hasMessageContaining("there is no agent 10");
    }
  }

  private static LiveWorld.Intervention change(String kind, double amount) {
    return new LiveWorld.Intervention(0, 0, kind, 0, amount, false, "", 5);
  }
}
