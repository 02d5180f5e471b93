package io.fabula.pipelines.studies.doorkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.pipelines.panel.WrittenPanels;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.VersionGuard;
import io.fabula.pipelines.studies.doorkey.stages.EvaluatePolicies;
import io.fabula.pipelines.studies.doorkey.stages.LearnVariable;
import io.fabula.pipelines.studies.doorkey.stages.RecordEpisodes;
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
        rows(DoorKeyStudy.RECORD, "episodes/seed-000.parquet", RecordEpisodes.SCHEMA);
    assertThat(episodes).hasSize(2 * EPISODES);
    List<Row> policies =
        rows(DoorKeyStudy.EVALUATE, EvaluatePolicies.POLICIES, EvaluatePolicies.POLICIES_SCHEMA);
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
    assertThat(policies.get(1).number("success")).isCloseTo(0.085366, within(6e-7));
    assertThat(policies.get(1).number("unlocked")).isCloseTo(0.428652, within(6e-7));
  }

  private static double share(List<Row> rows, String first) {
    return rows.stream().filter(row -> row.integer(first) >= 0).count() / (double) rows.size();
  }

  @Test
  void estimatesAgreeWithTheExactEffects() {
    List<Row> measured = rows(DoorKeyStudy.LEARN, LearnVariable.MEASURED, LearnVariable.SCHEMA);
    List<Row> exact =
        rows(DoorKeyStudy.EVALUATE, EvaluatePolicies.EFFECTS, EvaluatePolicies.EFFECTS_SCHEMA);
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
  void settingsThatMeanNothingAreRefusedInOneLine() {
    Console size = run("size=16");
    assertThat(size.exitCode()).isEqualTo(2);
    assertThat(size.err()).contains("size must be within 5..8, got 16");
    Console never = run("policy.taken_at=0.9", "policy.stop_at=0.95");
    assertThat(never.exitCode()).isEqualTo(1);
    assertThat(never.err())
        .contains("not policy.taken_at 0.9; raise policy.maximum_steps or lower policy.taken_at");
  }

  @Test
  void thePanelStepsThroughIt() throws IOException {
    String sample = WrittenPanels.write(directory, "doorkey", directory.resolve("panel"));
    assertThat(sample).contains("\"name\":\"grid\"", "Probability of firing: learned, objects");
    assertThat(Files.readString(directory.resolve("panel/data/map-0-1.js")))
        .contains("learned, full view", "data:image/png");
  }
}
