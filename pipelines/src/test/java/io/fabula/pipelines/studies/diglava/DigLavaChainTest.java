package io.fabula.pipelines.studies.diglava;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.diglava.DigLavaEvent;
import io.fabula.pipelines.mediation.phases.EvaluatePolicies;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.mediation.phases.RecordEpisodes;
import io.fabula.pipelines.panel.WrittenPanels;
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

/** The three phases in a world that is not DoorKey, at profile tiny. */
class DigLavaChainTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/io/fabula/pipelines/studies/diglava/tiny-content.properties");

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
        new ArrayList<>(List.of("run", "diglava", "--profile=tiny", "--store=" + directory));
    arguments.addAll(List.of(settings));
    return Console.run(Studies.builtIn(), arguments.toArray(String[]::new));
  }

  private static List<Row> rows(String stage, String part, TableSchema schema) {
    Store store = Store.at(directory.toString());
    Artifact artifact =
        ((Lookup.Found) store.verify(store.manifests("diglava", stage).get(0).id())).artifact();
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(artifact.file(part), schema, rows::add);
    return rows;
  }

  @Test
  void contentChangesOnlyWithVersions() {
    Store store = Store.at(directory.toString());
    Map<String, Manifest> manifests = new TreeMap<>();
    for (String stage : store.stages("diglava")) {
      manifests.put(stage, store.manifests("diglava", stage).get(0));
    }
    new VersionGuard(RECORDED).check(manifests);
  }

  @Test
  void itsEpisodesAreThoseOfThisWorld() throws IOException {
    List<Row> episodes =
        rows(Phases.RECORD, "episodes/seed-000.parquet", RecordEpisodes.schema(DigLavaEvent.NAMES));
    int orange = 0;
    for (Row row : episodes) {
      assertThat(row.integer("layout")).isZero();
      assertThat(row.integer("length")).isBetween(1, 25);
      if (row.integer("first_orange_dug") >= 0) orange++;
      if (row.integer("first_pink_dug") >= 0) {
        assertThat(row.integer("first_orange_crossed"))
            .as("pink lava is behind the orange river")
            .isBetween(0, row.integer("first_pink_dug"));
      }
      assertThat(row.number("y")).as("first visits pay a little").isPositive();
    }
    assertThat(orange).isPositive();
    List<Row> policies =
        rows(
            Phases.EVALUATE,
            EvaluatePolicies.POLICIES,
            EvaluatePolicies.policiesSchema(DigLavaEvent.NAMES));
    assertThat(policies).extracting(row -> row.text("policy")).isEqualTo(EvaluatePolicies.NAMES);
    assertThat(Files.readString(Path.of(first.line("report "))))
        .contains("our own addition", "pink dug", "From episodes");
  }

  @Test
  void settingsThatMeanNothingAreRefusedInOneLine() {
    Console size = run("size=8");
    assertThat(size.exitCode()).isEqualTo(2);
    assertThat(size.err()).contains("size must be odd and within 7..15, got 8");
    Console target = run("variable.target=xent:unlocked");
    assertThat(target.exitCode()).isEqualTo(2);
    assertThat(target.err()).contains("xent:EVENT with one of", "pink_dug");
  }

  @Test
  void thePanelStepsThroughIt() throws IOException {
    String sample = WrittenPanels.write(directory, "diglava", directory.resolve("panel"));
    assertThat(sample)
        .contains("\"name\":\"grid\"", "data:image/png", "Probability of firing: learned, objects");
    assertThat(Files.readString(directory.resolve("panel/data/index.js")))
        .contains("orange dug", "pink dug", "Effects through the learned variable");
  }
}
