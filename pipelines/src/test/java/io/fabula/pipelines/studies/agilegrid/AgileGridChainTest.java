package io.fabula.pipelines.studies.agilegrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.diglava.DigLavaSkill;
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
import io.fabula.pipelines.studies.actionsets.EffectTables;
import io.fabula.pipelines.studies.agents.TrainingSpeed;
import io.fabula.pipelines.studies.agilegrid.stages.AgileGridStages;
import io.fabula.pipelines.studies.agilegrid.stages.EvaluateAgents;
import io.fabula.pipelines.studies.agilegrid.stages.ExplainDecisions;
import io.fabula.pipelines.studies.agilegrid.stages.InterveneOnSet;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole chain of the study at profile tiny. */
class AgileGridChainTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/io/fabula/pipelines/studies/agilegrid/tiny-content.properties");

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
        new ArrayList<>(List.of("run", "agile-grid", "--profile=tiny", "--store=" + directory));
    arguments.addAll(List.of(more));
    return Console.run(Studies.builtIn(), arguments.toArray(String[]::new));
  }

  private static Artifact artifact(String stage) {
    Store store = Store.at(directory.toString());
    Manifest manifest = store.manifests("agile-grid", stage).get(0);
    return ((Lookup.Found) store.verify(manifest.id())).artifact();
  }

  @Test
  void aSecondRunDoesNothing() {
    Console second = run();
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).doesNotContain("run: ");
  }

  @Test
  void everyAgentPlaysTheSameEpisodesAndNoneEarnsMoreThanTheBest() {
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(
        artifact(AgileGridStages.EVALUATE_AGENTS).file("returns.parquet"),
        EvaluateAgents.RETURNS,
        rows::add);
    assertThat(rows).hasSize(4 * 24);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      assertThat(row.text("set")).isEqualTo(rows.get(i % 24).text("set"));
      assertThat(row.number("return_raw")).isLessThanOrEqualTo(row.number("best_return") + 1e-9);
    }
  }

  @Test
  void theBestReturnsAreTheClosedFormsOfTheMiniGrid() {
    Manifest evaluated = artifact(AgileGridStages.EVALUATE_AGENTS).manifest();
    // the specification rounds to two places
    assertThat(evaluated.metric("best_none")).isCloseTo(53.24, within(0.005));
    assertThat(evaluated.metric("best_orange")).isCloseTo(65.20, within(0.005));
    assertThat(evaluated.metric("best_pink")).isCloseTo(65.18, within(0.005));
    assertThat(evaluated.metric("best_both")).isCloseTo(76.716, within(0.001));
  }

  @Test
  void decisionsAndAttentionAreWrittenDown() {
    Artifact explained = artifact(AgileGridStages.EXPLAIN_DECISIONS);
    List<Row> decisions = new ArrayList<>();
    for (Path file : explained.files("decisions/")) {
      TableReader.forEach(file, ExplainDecisions.decisions(7), decisions::add);
    }
    for (Row row : decisions) {
      double sum = 0;
      for (double each : row.doubles("probability")) sum += each;
      assertThat(sum).isCloseTo(1, within(1e-6));
    }
    long attending = decisions.stream().filter(row -> row.text("agent").equals("agile")).count();
    List<Row> attention = new ArrayList<>();
    for (Path file : explained.files("attention/")) {
      TableReader.forEach(file, ExplainDecisions.attention(7), attention::add);
    }
    assertThat(attention).hasSize((int) (2 * attending));
    for (Row row : attention) {
      float[] weights = row.floats("weights");
      for (int i = 0; i < 7; i++) {
        float sum = 0;
        for (int j = 0; j < 7; j++) sum += weights[7 * i + j];
        assertThat(sum).isCloseTo(1, within(1e-5f));
      }
    }
    assertThat(explained.parts("clips/")).isNotEmpty();
  }

  @Test
  void changesOfTheSetMoveOnlyAgentsThatSeeIt() {
    Artifact intervened = artifact(AgileGridStages.INTERVENE_ON_SET);
    List<Row> rows = new ArrayList<>();
    for (Path file : intervened.files("set_effects/")) {
      TableReader.forEach(file, EffectTables.effects(InterveneOnSet.PLACE), rows::add);
    }
    // per state: 7 removals of 6 others, 2 additions with 7, 4 exchanges with 6 others
    assertThat(rows).hasSize(4 * 4 * 2 * (7 * 6 + 2 * 7 + 4 * 6));
    for (Row row : rows) {
      if (row.text("agent").equals("utility")) {
        // single precision of 7 probabilities
        assertThat(row.number("share_change")).isCloseTo(0, within(1e-7));
        assertThat(row.number("value_change")).isZero();
        assertThat(row.numberOrNaN("attention_1")).isNaN();
      } else {
        boolean removal = row.integer("removed") >= 0;
        assertThat(Double.isNaN(row.numberOrNaN("attention_1"))).isEqualTo(!removal);
      }
    }
    Manifest manifest = intervened.manifest();
    assertThat(manifest.metric("agile_seed_31_value_change")).isPositive();
    assertThat(manifest.metric("utility_seed_31_value_change")).isZero();
  }

  @Test
  void whatIsEarnedWithAChangedSetIsMeasured() {
    List<Row> rows = new ArrayList<>();
    for (Path file : artifact(AgileGridStages.INTERVENE_ON_SET).files("set_returns/")) {
      TableReader.forEach(file, EffectTables.returns(InterveneOnSet.PLACE), rows::add);
    }
    assertThat(rows).hasSize(4 * 2 * 2 * (7 + 2 + 4));
    for (Row row : rows) {
      assertThat(row.number("return_before")).isBetween(-1.0, 77.0);
      assertThat(row.number("return_after")).isBetween(-1.0, 77.0);
    }
  }

  @Test
  void theReportSaysWhatWasFound() throws IOException {
    assertThat(Files.readString(Path.of(first.line("report "))))
        .contains("AGILE", "Utility policy", "best possible", "76.72", "Attention is a hint");
  }

  @Test
  void aMistypedMetricOfASweepIsRefusedBeforeAnythingRuns() {
    Console refused = run("--seeds=70..71", "--metric=evaluate-agents.agile_retrun");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("no run has the metric evaluate-agents.agile_retrun");
    assertThat(refused.out()).doesNotContain("train-agile-70");
    Set<String> told = new TreeSet<>();
    for (Stage each : stages()) {
      if (each.name().equals(AgileGridStages.EVALUATE_AGENTS)) told.addAll(each.metricNames());
    }
    assertThat(told)
        .containsAll(artifact(AgileGridStages.EVALUATE_AGENTS).manifest().metrics().keySet());
  }

  private static List<Stage> stages() {
    return ResolvedStudy.of(new AgileGridStudy(), "tiny", Optional.empty(), List.of()).stages();
  }

  @Test
  void theSpeedOfWholeTrainingsStandsBesideTheirContent() throws IOException {
    Artifact training = artifact("train-agile-31");
    TrainingSpeed speed = TrainingSpeed.read(training).orElseThrow();
    assertThat(speed.steps()).isEqualTo(640);
    assertThat(speed.seconds()).isPositive();
    assertThat(speed.stepsPerSecond()).isEqualTo(640 / speed.seconds());
    assertThat(speed.threads()).isPositive();
    assertThat(training.parts(TrainingSpeed.FILE).get(0).content()).isEmpty();
    assertThat(Files.readString(Path.of(first.line("report "))))
        .contains("Speed of whole trainings", "steps per second");
  }

  @Test
  void wrongSettingsAreRefusedInOneLine() {
    assertThat(run("agent=agil").err())
        .contains("agent must be one of agile, utility", "got \"agil\"", "agile");
    assertThat(run("agent=agile+agile").err()).contains("agent names agile twice");
    assertThat(run("world.size=8").err()).contains("size must be odd");
    assertThat(run("training.num_processes=9").err())
        .contains("training.num_processes must be a multiple of training.shards, 2, got 9");
    assertThat(run("training.num_mini_batch=5").err())
        .contains("training.num_mini_batch=5 makes mini-batches of 25 steps");
    assertThat(run("world.max_grid_steps=0").err())
        .contains("world.max_grid_steps must be at least 1, got 0");
    assertThat(run("training.num_env_steps=1").err()).contains("num_env_steps must be at least");
    assertThat(run("network.gat_num_attention_heads=0").err())
        .contains("gat_num_attention_heads must be at least 1, got 0");
    assertThat(run("intervention.return_episodes=5").err())
        .contains("return_episodes must be within 0..4");
  }

  /** As in the study {@code interpret}: record anew with {@code -Dfabula.record=true}. */
  @Test
  void resultsChangeOnlyWithTheVersionOfTheirStage() {
    Store store = Store.at(directory.toString());
    Map<String, Manifest> manifests = new TreeMap<>();
    for (String stage : store.stages("agile-grid")) {
      manifests.put(stage, store.manifests("agile-grid", stage).get(0));
    }
    new VersionGuard(RECORDED).check(manifests);
  }

  @Test
  void thePanelStepsThroughIt() throws IOException {
    String sample = WrittenPanels.write(directory, "agile-grid", directory.resolve("panel"));
    assertThat(sample)
        .contains("Who looks at whom: attention_1", "changing the set did", "without");
    assertThat(Files.readString(directory.resolve("panel/data/index.js")))
        .contains("dig orange", "Attention that it gets");
  }

  @Test
  void thePanelPlaysOnWithAChangedSet() throws IOException {
    Store store = Store.at(directory.toString());
    AgileGridStudy study = new AgileGridStudy();
    String name = WrittenPanels.run(directory, "agile-grid");
    RecordedRun run = RecordedRun.named(store, Studies.builtIn(), name);
    try (PanelView view = study.panel(run.open(study, store))) {
      LiveWorld live = view.live().orElseThrow();
      LiveWorld.Comparison without = live.compare(edit("take-out-" + DigLavaSkill.STEP_RIGHT.id()));
      List<Double> before = without.original().bars().steps().get(0);
      List<Double> after = without.twin().bars().steps().get(0);
      assertThat(before.get(DigLavaSkill.STEP_RIGHT.id())).isPositive();
      assertThat(after.get(DigLavaSkill.STEP_RIGHT.id())).isZero();
      assertThat(after.stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(1, within(1e-5));
      assertThat(live.compare(edit("take-out-" + DigLavaSkill.STEP_RIGHT.id()))).isEqualTo(without);
      assertThatThrownBy(() -> live.compare(edit("add-" + DigLavaSkill.STEP_RIGHT.id())))
          .hasMessageContaining("is on offer already");
      assertThatThrownBy(() -> live.compare(edit("none"))).hasMessageContaining("no edit none");
    }
  }

  private static LiveWorld.Intervention edit(String name) {
    return new LiveWorld.Intervention(0, 0, "edit", 0, 0, false, name, 8);
  }
}
