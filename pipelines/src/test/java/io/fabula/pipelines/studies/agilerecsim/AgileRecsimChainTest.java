package io.fabula.pipelines.studies.agilerecsim;

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
import io.fabula.pipelines.studies.agilerecsim.stages.AgileRecsimStages;
import io.fabula.pipelines.studies.agilerecsim.tables.LogTables;
import io.fabula.pipelines.studies.agilerecsim.tables.RecsimTables;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole chain of the study at profile tiny. */
class AgileRecsimChainTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/io/fabula/pipelines/studies/agilerecsim/tiny-content.properties");
  private static final List<String> STAGES =
      List.of(
          AgileRecsimStages.PROBE_RELATIONS,
          AgileRecsimStages.TRAIN_AGENTS,
          AgileRecsimStages.EVALUATE_AGENTS,
          AgileRecsimStages.EXPLAIN_DECISIONS,
          AgileRecsimStages.GENERATE_LOG,
          AgileRecsimStages.TRAIN_ITEM_EMBEDDING,
          AgileRecsimStages.TRAIN_REWARD_MODEL,
          AgileRecsimStages.TRAIN_POLICY,
          AgileRecsimStages.JUDGE_POLICIES);

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
        Studies.builtIn(), "run", "agile-recsim", "--profile=tiny", "--store=" + directory);
  }

  private static Artifact artifact(String stage) {
    Store store = Store.at(directory.toString());
    Manifest manifest = store.manifests("agile-recsim", stage).get(0);
    return ((Lookup.Found) store.verify(manifest.id())).artifact();
  }

  private static List<Row> rows(
      String stage, String table, io.fabula.pipelines.tables.TableSchema schema) {
    List<Row> rows = new ArrayList<>();
    for (Path file : artifact(stage).files(table)) TableReader.forEach(file, schema, rows::add);
    return rows;
  }

  @Test
  void everyStageSaysTheSameAsWhenItWasRecorded() {
    Map<String, Manifest> manifests = new TreeMap<>();
    for (String stage : STAGES) manifests.put(stage, artifact(stage).manifest());
    new VersionGuard(RECORDED).check(manifests);
  }

  @Test
  void everyAgentHasItsCurve() {
    List<Row> rows = rows(AgileRecsimStages.TRAIN_AGENTS, "metrics/", RecsimTables.METRICS);
    for (String agent : List.of("agile", "utility", "mask_output")) {
      List<Row> own = rows.stream().filter(row -> row.text("agent").equals(agent)).toList();
      assertThat(
              own.stream()
                  .filter(row -> row.text("split").equals("training"))
                  .filter(row -> row.text("metric").equals("reward")))
          .as(agent)
          .hasSize(6);
      assertThat(
              own.stream()
                  .filter(row -> row.text("split").equals("test"))
                  .filter(row -> row.text("metric").equals("reward")))
          .as(agent)
          .hasSize(agent.equals("mask_output") ? 0 : 2);
    }
  }

  @Test
  void agentsAreJudgedOnTheSameEpisodes() {
    List<Row> rows = rows(AgileRecsimStages.EVALUATE_AGENTS, "episodes/", RecsimTables.EPISODES);
    assertThat(rows).hasSize(3 * (2 + 2 + 1 + 2));
    double mean =
        rows.stream()
            .filter(row -> row.text("agent").equals("agile") && row.text("split").equals("test"))
            .mapToDouble(row -> row.number("reward"))
            .average()
            .orElseThrow();
    assertThat(artifact(AgileRecsimStages.EVALUATE_AGENTS).manifest().metric("agile_test"))
        .isCloseTo(mean, within(1e-12));
    double unlike =
        rows.stream()
            .filter(row -> row.text("agent").equals("random") && row.text("split").equals("train"))
            .mapToDouble(row -> row.number("inter_session_diversity"))
            .average()
            .orElseThrow();
    // two random slates of 4 out of 12 share 4 * 4 / 12 items on average
    assertThat(unlike).isBetween(0.4, 0.9);
    assertThat(
            artifact(AgileRecsimStages.EVALUATE_AGENTS)
                .manifest()
                .metric("random_train_inter_session_diversity"))
        .isCloseTo(unlike, within(1e-12));
  }

  /** An agent that sees each item on its own changes no other value when one is taken out. */
  @Test
  void theSetCountsOnlyForAgentsThatSeeIt() {
    Map<String, Double> changes = new HashMap<>();
    List<Row> rows =
        rows(AgileRecsimStages.EXPLAIN_DECISIONS, "interventions/", RecsimTables.INTERVENTIONS);
    assertThat(rows).hasSize(2 * 4 * (12 + 1));
    for (Row row : rows) {
      changes.merge(row.text("agent"), row.number("value_change"), Math::max);
      assertThat(row.has("attention"))
          .isEqualTo(row.text("agent").equals("agile") && !row.flag("added"));
    }
    assertThat(changes.get("utility")).isLessThan(1e-6);
    assertThat(changes.get("agile")).isGreaterThan(1e-5);
  }

  @Test
  void attentionIsToldByPairs() {
    List<Row> rows =
        rows(AgileRecsimStages.EXPLAIN_DECISIONS, "attention/", RecsimTables.ATTENTION);
    assertThat(rows).hasSize(4 * 12 * 12);
    double sum = rows.stream().limit(12).mapToDouble(row -> row.number("weight")).sum();
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  /** Rows of each log are those of its items, and clicks are what the manifest says. */
  @Test
  void logsAreMadeInParts() {
    Artifact log = artifact(AgileRecsimStages.GENERATE_LOG);
    assertThat(log.files(LogTables.OFFLINE)).hasSize(2);
    assertThat(log.files(LogTables.ONLINE)).hasSize(1);
    int[] clicks = {0, 0};
    LogTables.forEach(
        log,
        false,
        4,
        row -> {
          clicks[1]++;
          if (row.clicked()) clicks[0]++;
        });
    assertThat(clicks[1]).isEqualTo(300);
    assertThat(log.manifest().metric("offline_click_rate"))
        .isCloseTo(clicks[0] / 300.0, within(1e-12));
  }

  @Test
  void embeddingsAndModelsAreJudgedOnWhatWasHeldBack() {
    Manifest embedding = artifact(AgileRecsimStages.TRAIN_ITEM_EMBEDDING).manifest();
    assertThat(embedding.metric("deep_unexplained_held_back")).isPositive();
    Manifest model = artifact(AgileRecsimStages.TRAIN_REWARD_MODEL).manifest();
    assertThat(model.metric("offline_area_under_curve")).isBetween(0.0, 1.0);
    assertThat(model.metric("offline_rows")).isBetween(40.0, 110.0);
    assertThat(model.metric("offline_distance_to_truth")).isBetween(0.0, 1.0);
  }

  /** What the model promises and the rule does not keep is the difference of both. */
  @Test
  void agentsOfTheLearnedWorldAreJudgedByTheTruth() {
    Manifest judged = artifact(AgileRecsimStages.JUDGE_POLICIES).manifest();
    double learned = judged.metric("utility_2021_train_learned");
    double truth = judged.metric("utility_2021_train_truth");
    assertThat(judged.metric("utility_2021_train_gap")).isCloseTo(learned - truth, within(1e-9));
    assertThat(truth).isBetween(0.0, 3.0);
    assertThat(judged.metric("utility_2021_first_click_doubly_robust")).isBetween(-5.0, 5.0);
    List<Row> rows = rows(AgileRecsimStages.JUDGE_POLICIES, "judgements", RecsimTables.JUDGEMENTS);
    List<Row> own =
        rows.stream()
            .filter(row -> row.text("agent").equals("utility") && row.text("split").equals("train"))
            .toList();
    assertThat(own.stream().mapToDouble(row -> row.number("learned")).average().orElseThrow())
        .isCloseTo(learned, within(1e-12));
    assertThat(own.stream().mapToDouble(row -> row.number("truth")).average().orElseThrow())
        .isCloseTo(truth, within(1e-12));
    assertThat(rows.stream().filter(row -> !row.has("seed")).map(row -> row.text("agent")))
        .isNotEmpty()
        .containsOnly("random");
    List<Row> clicks =
        rows(AgileRecsimStages.JUDGE_POLICIES, "first_clicks", RecsimTables.FIRST_CLICKS);
    assertThat(
            clicks.stream()
                .filter(row -> row.text("agent").equals("utility"))
                .filter(row -> row.text("way").equals("doubly_robust"))
                .map(row -> row.number("mean")))
        .containsExactly(judged.metric("utility_2021_first_click_doubly_robust"));
  }

  /** Nothing is learned from less than a batch, and nothing is shown of too few items. */
  @Test
  void aLogThatIsTooSmallIsRefused() {
    Path other = directory.resolve("too-small");
    Console rows =
        Console.run(
            Studies.builtIn(),
            "stage",
            "agile-recsim",
            "train-reward-model",
            "--profile=tiny",
            "--store=" + other,
            "log.offline_rows=20");
    assertThat(rows.err())
        .containsPattern(
            "fabula: the offline log has 1\\d rows to learn from, click_model.batch_size=32 needs");
    Console items =
        Console.run(
            Studies.builtIn(),
            "run",
            "agile-recsim",
            "--profile=tiny",
            "--store=" + other,
            "log.online_items=12");
    assertThat(items.err())
        .contains("log.online_items must be above world.num_candidates 12, got 12");
  }

  @Test
  void theReportSaysWhatWasFound() throws IOException {
    try (var runs = Files.list(directory.resolve("runs"))) {
      Path page = runs.findFirst().orElseThrow().resolve("report").resolve("index.html");
      assertThat(page)
          .content()
          .contains("Which networks see the set")
          .contains("What the set does to a decision")
          .contains("Users are independent")
          .contains("Agents in the learned world");
    }
  }

  @Test
  void thePanelStepsThroughChangesOfTheSet() throws IOException {
    String sample = WrittenPanels.write(directory, "agile-recsim", directory.resolve("panel"));
    assertThat(sample).contains("take out item ", "add item ", "Who looks at whom for position 1");
    assertThat(directory.resolve("panel/data/index.js"))
        .content()
        .contains("change of click chance", "decision_00000", "agile");
  }

  /** The same numbers as in the stage's table. */
  @Test
  void thePanelDecidesAgainWithAnotherSet() throws IOException {
    Row first =
        rows(AgileRecsimStages.EXPLAIN_DECISIONS, "interventions", RecsimTables.INTERVENTIONS)
            .get(0);
    Store store = Store.at(directory.toString());
    AgileRecsimStudy study = new AgileRecsimStudy();
    String name = WrittenPanels.run(directory, "agile-recsim");
    RecordedRun run = RecordedRun.named(store, Studies.builtIn(), name);
    try (PanelView view = study.panel(run.open(study, store))) {
      LiveWorld live = view.live().orElseThrow();
      LiveWorld.Comparison without =
          live.compare(new LiveWorld.Intervention(0, 0, "edit", 0, 0, false, "out-0", 1));
      assertThat(without.words())
          .isEqualTo(
              "take out item %d, category %d"
                  .formatted(first.integer("item"), first.integer("category")));
      assertThat(without.twin().components().get(0).subList(0, 2))
          .containsExactly(first.number("value_change"), first.number("click_change"));
      assertThat(without.original().components().get(0)).containsOnly(0.0);
      assertThatThrownBy(
              () ->
                  live.compare(
                      new LiveWorld.Intervention(
                          0, 0, "edit", 0, 0, false, "add-" + first.integer("item"), 1)))
          .hasMessageContaining("is a candidate already");
    }
  }
}
