package io.fabula.pipelines.studies.twostage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.pipelines.mediation.RepeatedEstimates;
import io.fabula.pipelines.panel.WrittenPanels;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.VersionGuard;
import io.fabula.pipelines.studies.twostage.stages.ComputeExactEffects;
import io.fabula.pipelines.studies.twostage.stages.EstimateEffects;
import io.fabula.pipelines.studies.twostage.stages.LearnVariable;
import io.fabula.pipelines.studies.twostage.stages.TwoStageStages;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole study at profile tiny, with built-in problems and a user's table. */
class TwoStageChainTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/io/fabula/pipelines/studies/twostage/tiny-content.properties");
  private static final String EXAMPLE = "../docs/studies/twostage-table.json";

  @TempDir static Path directory;
  private static Console first;

  @BeforeAll
  static void runTheChain() {
    first = run("flat");
    assertThat(first.err()).doesNotContain("fabula:");
    assertThat(first.exitCode()).isZero();
  }

  private static Console run(String store, String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of("run", "twostage", "--profile=tiny", "--store=" + directory.resolve(store)));
    arguments.addAll(List.of(settings));
    return Console.run(Studies.builtIn(), arguments.toArray(String[]::new));
  }

  private static Map<String, Manifest> manifests(String store) {
    Store opened = Store.at(directory.resolve(store).toString());
    Map<String, Manifest> manifests = new TreeMap<>();
    for (String stage : opened.stages("twostage")) {
      manifests.put(stage, opened.manifests("twostage", stage).get(0));
    }
    return manifests;
  }

  private static List<Row> rows(String store, String stage, String part, TableSchema schema) {
    Manifest manifest = manifests(store).get(stage);
    Store opened = Store.at(directory.resolve(store).toString());
    Artifact artifact = ((Lookup.Found) opened.verify(manifest.id())).artifact();
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(artifact.file(part), schema, rows::add);
    return rows;
  }

  @Test
  void contentChangesOnlyWithVersions() {
    new VersionGuard(RECORDED).check(manifests("flat"));
  }

  @Test
  void theSecondTimeNothingIsDone() throws IOException {
    Console second = run("flat");
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).doesNotContain("run: ");
    String page = Files.readString(Path.of(first.line("report ")));
    assertThat(page)
        .contains("Which event mediates the effect of a policy")
        .contains("re-designed after")
        .contains("learning.svg");
  }

  @Test
  void tablesHoldTheExactEffectsOfTheSpecification() {
    List<Row> effects =
        rows(
            "flat",
            TwoStageStages.EXACT,
            ComputeExactEffects.EFFECTS,
            ComputeExactEffects.EFFECTS_SCHEMA);
    assertThat(effects).hasSize(9 * 5);
    Row first = effects.get(0);
    assertThat(first.text("event")).isEqualTo("M");
    assertThat(first.number("indirect")).isCloseTo(0.2, within(1e-12));
    assertThat(first.number("direct")).isCloseTo(0, within(1e-12));
    List<Row> detectors =
        rows(
            "flat",
            TwoStageStages.EXACT,
            ComputeExactEffects.DETECTORS,
            ComputeExactEffects.DETECTORS_SCHEMA);
    assertThat(detectors).hasSize(256);
    assertThat(detectors.get(0).text("states")).isEqualTo("M, M D, C M, C M D");
    List<Row> log = rows("flat", TwoStageStages.LEARN, LearnVariable.LOG, LearnVariable.LOG_SCHEMA);
    assertThat(log).hasSize(2 * 5);
    List<Row> estimates =
        rows("flat", TwoStageStages.ESTIMATE, EstimateEffects.ESTIMATES, RepeatedEstimates.SCHEMA);
    assertThat(estimates).hasSize(9);
    assertThat(estimates.get(0).number("mean")).isCloseTo(0.2, within(0.04));
  }

  @Test
  void aTableOfOnesOwnIsAProblemLikeAnyOther() {
    Console console = run("table", "env=table:" + EXAMPLE);
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
    List<Row> effects =
        rows(
            "table",
            TwoStageStages.EXACT,
            ComputeExactEffects.EFFECTS,
            ComputeExactEffects.EFFECTS_SCHEMA);
    assertThat(effects).extracting(row -> row.text("event")).contains("lamp found");
    assertThat(console.out() + console.err())
        .contains("event \"hall\" has a probability of 1.000 under the uniform policy")
        .doesNotContain("event \"lamp found\"");
    for (Row each : effects) {
      if (each.text("event").equals("hall")) {
        assertThat(each.flag("defined")).as("every episode begins there").isFalse();
      } else {
        // (0.9 - 0.3) (0.8 - 0.45), and the same for its negation
        assertThat(each.number("indirect")).isCloseTo(0.21, within(1e-12));
      }
    }
  }

  /** Waiting is worth as much as acting and comes first: the best actions alone never end. */
  @Test
  void aTableWhoseBestActionsNeverEndOrWhoseEpisodesAreCutOffIsRun() throws IOException {
    String waiting =
        """
        {"format": "fabula-table-1", "name": "wait", "states": 2, "actions": 2,
         "state_names": ["here", "there"], "action_names": ["wait", "go"],
         "start": [1, 0], "max_steps": LIMIT,
         "transitions": [
          {"state": 0, "action": 0, "outcomes": [{"next": 0, "prob": 1, "reward": 0}]},
          {"state": 0, "action": 1, "outcomes": [{"next": 1, "prob": 1, "reward": 0}]},
          {"state": 1, "action": 0, "outcomes": [{"next": 0, "prob": 1, "reward": 0}]},
          {"state": 1, "action": 1, "outcomes": [{"next": END, "prob": 1, "reward": 1}]}]}
        """;
    for (String[] each : new String[][] {{"null", "null"}, {"3", "1"}}) {
      Path file = directory.resolve("wait.json");
      Files.writeString(file, waiting.replace("LIMIT", each[0]).replace("END", each[1]));
      Console console = run("wait" + each[0], "env=table:" + file);
      assertThat(console.err()).doesNotContain("fabula:");
      assertThat(console.exitCode()).isZero();
    }
    Path file = directory.resolve("stuck.json");
    Files.writeString(file, waiting.replace("LIMIT", "null").replace("END", "1"));
    Console stuck = run("stuck", "env=table:" + file);
    assertThat(stuck.exitCode()).isEqualTo(1);
    assertThat(stuck.err()).contains("from state 0 (here) no episode ends, and max_steps is null");
  }

  @Test
  void theWalkIsAProblemLikeAnyOther() {
    assertThat(run("walk", "env=twostage-walk", "discount=0.99").exitCode()).isZero();
    List<Row> effects =
        rows(
            "walk",
            TwoStageStages.EXACT,
            ComputeExactEffects.EFFECTS,
            ComputeExactEffects.EFFECTS_SCHEMA);
    assertThat(effects.get(0).number("indirect")).isCloseTo(.29693811, within(6e-9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"prob\": 0.8        | \"prob\": 0.7   | state 0 action 0: probabilities must sum to 1,"
            + " got 0.8999999999999999",
        "\"prob\": 0.8        | \"prob\": -0.8  | state 0 action 0 outcome 0: prob must be a"
            + " probability, got -0.8",
        "\"next\": 1          | \"next\": 3     | state 0 action 0: next must be within 0..2, got"
            + " 3",
        "\"start\": [1, 0, 0] | \"start\": [1]  | start: expected 3 probabilities",
        "\"start\": [1, 0, 0] | \"start\": [1, 1, 0] | start: probabilities must sum to 1, got 2.0",
        "\"actions\": 2       | \"actions\": 3  | action_names: expected 3 different names",
        "\"max_steps\": null  | \"maximum\": 4  | unknown key maximum",
        "\"max_steps\": null  | \"max_steps\": 0 | max_steps must be at least 1, got 0",
        "fabula-table-1       | fabula-table-9  | expected \"format\": \"fabula-table-1\"",
        "{\"next\": 1, \"prob\": 0.8, \"reward\": 0}, {\"next\": 2, \"prob\": 0.2, \"reward\": 0} |"
            + " {\"next\": 0, \"prob\": 1, \"reward\": 1} | its returns have no bound: episodes"
            + " need not end while they earn",
        "\"state\": 1, \"action\": 1 | \"state\": 1, \"action\": 0 | state 1 action 0 is given"
            + " twice"
      })
  void aTableThatIsNoneIsRefusedInOneLine(String right, String wrong, String message)
      throws IOException {
    Path file = directory.resolve("bad.json");
    String text = Files.readString(Path.of(EXAMPLE));
    assertThat(text).contains(right);
    Files.writeString(file, text.replace(right, wrong));
    Console console = run("bad", "env=table:" + file);
    assertThat(console.exitCode()).isNotZero();
    assertThat(console.err()).contains("bad.json: " + message);
    assertThat(console.err().trim().lines()).hasSize(1);
  }

  @Test
  void settingsThatMeanNothingAreRefusedInOneLine() {
    Console unknown = run("bad", "env=twostage-flut");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("twostage-flut").contains("twostage-flat");
    Console missing = run("bad", "env=table:" + directory.resolve("none.json"));
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("none.json cannot be read");
  }

  @Test
  void thePanelStepsThroughTheLearning() throws IOException {
    String sample =
        WrittenPanels.write(directory.resolve("flat"), "twostage", directory.resolve("panel"));
    assertThat(sample)
        .contains(
            "iteration ", "Where the learned variable fires", "Exact effects of named events");
    assertThat(directory.resolve("panel/data/index.js"))
        .content()
        .contains("indirect effect", "seed_0", "seed_1");
  }
}
