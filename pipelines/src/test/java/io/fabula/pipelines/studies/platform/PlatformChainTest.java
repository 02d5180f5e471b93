package io.fabula.pipelines.studies.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.platform.Platform;
import io.fabula.pipelines.datasets.RolloutReader;
import io.fabula.pipelines.panel.LiveWorld;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.panel.WrittenPanels;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.VersionGuard;
import io.fabula.pipelines.studies.platform.settings.PlatformSettings;
import io.fabula.pipelines.studies.platform.stages.PlatformStages;
import io.fabula.pipelines.studies.platform.tables.DeletionTable;
import io.fabula.pipelines.studies.platform.tables.ExplanationTable;
import io.fabula.pipelines.studies.platform.tables.Importance;
import io.fabula.pipelines.studies.platform.tables.PlatformTables;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.tables.CurveColumns;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole chain of the study at profile tiny. */
class PlatformChainTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/io/fabula/pipelines/studies/platform/tiny-content.properties");
  private static final int CANVAS_WIDTH = 1035;
  private static final int CANVAS_HEIGHT = 300;

  @TempDir static Path directory;
  private static Console first;

  @BeforeAll
  static void runTheChain() {
    first = run();
    assertThat(first.err()).doesNotContain("fabula:");
    assertThat(first.exitCode()).isZero();
  }

  private static Console run(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "platform", "--profile=tiny", "--store=" + directory));
    arguments.addAll(List.of(more));
    return Console.run(Studies.builtIn(), arguments.toArray(String[]::new));
  }

  private static Artifact artifact(String stage) {
    Store store = Store.at(directory.toString());
    Manifest manifest = store.manifests("platform", stage).get(0);
    return ((Lookup.Found) store.verify(manifest.id())).artifact();
  }

  @Test
  void aSecondRunDoesNothing() {
    Console second = run();
    assertThat(second.exitCode()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).doesNotContain("run: ");
  }

  @Test
  void stagesSayBeforehandWhatTheyMeasure() {
    ResolvedStudy<PlatformSettings> study =
        ResolvedStudy.of(new PlatformStudy(), "tiny", Optional.empty(), List.of());
    for (Stage each : study.stages()) {
      Set<String> names = new TreeSet<>(each.metricNames());
      assertThat(names).containsAll(artifact(each.name()).manifest().metrics().keySet());
      if (each.name().equals(PlatformStages.TRAIN_AGENTS)) {
        names.removeAll(CurveColumns.names(PlatformTables.TRAINING_LOG));
      }
      assertThat(names).isEqualTo(artifact(each.name()).manifest().metrics().keySet());
    }
  }

  @Test
  void aMistypedMetricIsRefusedBeforeAnythingRuns() {
    Console console = run("--seeds=5..6", "--quiet", "--metric=train-agents.evaluation_retrun");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err().lines())
        .singleElement()
        .asString()
        .contains("no run has the metric", "did you mean train-agents.evaluation_return?");
    assertThat(run("--seeds=5..6", "--metric=train-agent.steps").err())
        .contains("--metric must be STAGE.METRIC with a stage of platform, got train-agent.steps")
        .contains("did you mean train-agents?");
  }

  @Test
  void everyTrainingHasItsSeedAndItsLog() {
    Artifact agents = artifact(PlatformStages.TRAIN_AGENTS);
    assertThat(agents.parts("agents/")).hasSize(4);
    List<Long> seeds = new ArrayList<>();
    for (Path log : agents.files("training_log/")) {
      List<Row> rows = new ArrayList<>();
      TableReader.forEach(log, PlatformTables.TRAINING_LOG, rows::add);
      assertThat(rows).hasSize(40);
      seeds.add(rows.get(0).longInteger("seed"));
      assertThat(rows.stream().filter(row -> row.has("evaluation_return"))).hasSize(3);
      long steps = rows.stream().mapToLong(row -> row.longInteger("length")).sum();
      assertThat(rows.get(39).longInteger("steps")).isEqualTo(steps);
    }
    assertThat(seeds).containsExactly(1L, 2L);
  }

  @Test
  void agentsAreComparedOnTheSameNoise() {
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(
        artifact(PlatformStages.EVALUATE_AGENTS).file("returns.parquet"),
        PlatformTables.RETURNS,
        rows::add);
    assertThat(rows).hasSize(2 * 2 * 10 + 10);
    double mean =
        rows.stream()
            .filter(row -> row.text("checkpoint").equals("best"))
            .mapToDouble(row -> row.number("return"))
            .average()
            .orElseThrow();
    assertThat(artifact(PlatformStages.EVALUATE_AGENTS).manifest().metric("best_mean"))
        .isEqualTo(mean, org.assertj.core.api.Assertions.within(1e-12));
  }

  @Test
  void theBaselineIsPlayedOnTheSameNoise() {
    Artifact baseline = artifact(PlatformStages.TRAIN_Q_PAMDP);
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(baseline.file("returns.parquet"), PlatformTables.RETURNS, rows::add);
    assertThat(rows).hasSize(2 * 10);
    assertThat(rows.get(0).longInteger("level_seed")).isEqualTo(1_000_000);
    assertThat(rows.stream().mapToDouble(row -> row.number("return"))).allMatch(each -> each <= 1);
    assertThat(baseline.parts("agents/")).hasSize(2);
  }

  @Test
  void everyRecordedDecisionIsExplained() throws IOException {
    List<Row> rows = ExplanationTable.read(artifact(PlatformStages.EXPLAIN_DECISIONS));
    Artifact rollouts = artifact(PlatformStages.RECORD_ROLLOUTS);
    assertThat((double) rows.size()).isEqualTo(rollouts.manifest().metric("steps"));
    List<Row> steps = new ArrayList<>();
    new RolloutReader(rollouts)
        .read(Integer.MAX_VALUE, (episode, all) -> steps.addAll(all.subList(0, episode.length())));
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      assertThat(row.integer("episode")).isEqualTo(steps.get(i).integer("episode"));
      assertThat(row.integer("action")).isEqualTo(steps.get(i).integer("action"));
      for (Importance way : Importance.values()) {
        double[] importance = row.doubles(way.column());
        assertThat(Arrays.stream(importance)).allMatch(each -> each >= 0 && each <= 1);
        double most = Arrays.stream(importance).max().orElseThrow();
        assertThat(most).as(way.words()).isIn(0.0, 1.0);
      }
      assertThat(row.doubles(Importance.DEVIATION.column())[8])
          .as("a feature that never varies has no deviation")
          .isZero();
    }
  }

  @Test
  void theEpisodeIsShownStepByStepFromItsBeginning() throws IOException {
    Artifact explained = artifact(PlatformStages.EXPLAIN_DECISIONS);
    int steps = explained.parts("pictures/").size();
    List<Row> rows = ExplanationTable.read(explained);
    assertThat(steps)
        .isEqualTo((int) rows.stream().filter(row -> row.integer("episode") == 0).count());
    java.awt.image.BufferedImage picture =
        ImageIO.read(explained.file("pictures/feature_importance_0.png").toFile());
    assertThat(picture.getWidth()).isEqualTo(CANVAS_WIDTH);
    Platform world = new Platform();
    world.reset(0);
    java.awt.image.BufferedImage scene = world.render().toImage();
    int top = picture.getHeight() - CANVAS_HEIGHT;
    for (int y = 0; y < CANVAS_HEIGHT; y += 3) {
      for (int x = 0; x < CANVAS_WIDTH; x += 7) {
        assertThat(picture.getRGB(x, top + y) & 0xFFFFFF).isEqualTo(scene.getRGB(x, y) & 0xFFFFFF);
      }
    }
    assertThat(explained.parts("clips/")).hasSize(2);
  }

  @Test
  void everyFeatureOfTheTestedDecisionsWasChangedWhereItCanBe() {
    Artifact tested = artifact(PlatformStages.TEST_EXPLANATIONS);
    List<Row> rows = new ArrayList<>();
    for (Path file : tested.files("effects/")) {
      TableReader.forEach(file, DeletionTable.EFFECTS, rows::add);
    }
    assertThat(rows.stream().map(row -> row.integer("episode")).distinct()).hasSize(4);
    for (Row row : rows) {
      boolean world = row.text("place").equals("world");
      assertThat(row.has("action_changed")).isEqualTo(row.integer("values") > 0);
      assertThat(row.has("return_changed")).isEqualTo(world && row.integer("values") > 0);
      if (row.text("feature").equals("Platform Height")) {
        assertThat(row.integer("values")).isZero();
      }
      if (world && row.text("feature").startsWith("Platform")) {
        assertThat(row.integer("values")).isZero();
      }
    }
    assertThat(tested.manifest().metrics()).containsKey("total_network_action_top");
  }

  @Test
  void theReportSaysWhatWasFound() throws IOException {
    assertThat(Files.readString(Path.of(first.line("report "))))
        .contains(
            "Is it true?",
            "baseline Q-PAMDP, mean of 1",
            "An episode step by step",
            "integrated gradients",
            "0.15");
  }

  @Test
  void wrongSettingsAreRefusedInOneLine() {
    assertThat(run("agent.learning_rate_q=abc").err())
        .contains("agent.learning_rate_q must be a number, got abc");
    assertThat(run("agent.tau=1").err()).contains("agent.tau");
    assertThat(run("evaluation.first_level=3").err())
        .contains(
            "evaluation.first_level must leave out the levels 0 to 3, which choose the best agent;"
                + " got 3 with 10 episodes");
    assertThat(run("agent.shared_layers=1").err()).contains("shared_layers must be 0");
  }

  /** As in the study {@code interpret}: record anew with {@code -Dfabula.record=true}. */
  @Test
  void resultsChangeOnlyWithTheVersionOfTheirStage() {
    Store store = Store.at(directory.toString());
    Map<String, Manifest> manifests = new TreeMap<>();
    for (String stage : store.stages("platform")) {
      manifests.put(stage, store.manifests("platform", stage).get(0));
    }
    new VersionGuard(RECORDED).check(manifests);
  }

  @Test
  void thePanelStepsThroughIt() throws IOException {
    String sample = WrittenPanels.write(directory, "platform", directory.resolve("panel"));
    assertThat(sample).contains("\"name\":\"scene\"", "Value of each action", "return ");
    assertThat(Files.readString(directory.resolve("panel/data/index.js")))
        .contains("importance: integrated gradients", "Agent Position", "random");
  }

  @Test
  void itsReportIsWrittenAgainWithoutComputing() throws IOException {
    String run = WrittenPanels.run(directory, "platform");
    Path page = directory.resolve("runs").resolve(run).resolve("report/index.html");
    String before = Files.readString(page);
    Files.delete(page);
    Console console = Console.run(Studies.builtIn(), "report", run, "--store=" + directory);
    assertThat(console.exitCode()).as(console.err()).isZero();
    assertThat(console.line("report ")).isEqualTo(page.toString());
    String minute = "<dt>Page</dt><dd>[^<]*</dd>";
    assertThat(Files.readString(page).replaceAll(minute, ""))
        .isEqualTo(before.replaceAll(minute, ""));
  }

  @Test
  void thePanelPlaysOnWithAChangedFeature() throws IOException {
    Store store = Store.at(directory.toString());
    PlatformStudy study = new PlatformStudy();
    String name = WrittenPanels.run(directory, "platform");
    RecordedRun run = RecordedRun.named(store, Studies.builtIn(), name);
    try (PanelView view = study.panel(run.open(study, store))) {
      LiveWorld live = view.live().orElseThrow();
      LiveWorld.Comparison same =
          live.compare(new LiveWorld.Intervention(0, 0, "push", 0, 0, false, "", 5));
      assertThat(same.twin()).isEqualTo(same.original());
      LiveWorld.Comparison moved =
          live.compare(new LiveWorld.Intervention(0, 0, "push", 0, 60, false, "", 5));
      assertThat(moved.original()).isEqualTo(same.original());
      assertThat(moved.words()).isEqualTo("Agent Position changed by +60.00");
      assertThat(moved.twin().components().get(0).get(0))
          .isGreaterThan(same.original().components().get(0).get(0));
      assertThatThrownBy(
              () -> live.compare(new LiveWorld.Intervention(0, 0, "push", 6, 1, false, "", 5)))
          .hasMessageContaining("feature must be within 0..3, got 6");
    }
  }
}
