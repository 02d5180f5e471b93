package io.fabula.pipelines.studies.agilecreate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.VersionGuard;
import io.fabula.pipelines.studies.agilecreate.stages.AgileCreateStages;
import io.fabula.pipelines.sums.Console;
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

/** The chain of the study at profile tiny with descriptions of tools that are learned. */
class LearnedToolsChainTest {
  private static final Path RECORDED =
      Path.of(
          "src/test/resources/io/fabula/pipelines/studies/agilecreate/"
              + "learned-tiny-content.properties");

  @TempDir static Path directory;
  private static Console first;

  @BeforeAll
  static void runTheChain() {
    first = run();
    assertThat(first.exitCode()).as(first.err()).isZero();
  }

  private static Console run(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "agile-create",
                "--profile=tiny",
                "--store=" + directory,
                "agent=agile",
                "representation.kind=learned"));
    arguments.addAll(List.of(more));
    return Console.run(Studies.builtIn(), arguments.toArray(String[]::new));
  }

  private static Artifact artifact(String stage) {
    Store store = Store.at(directory.toString());
    Manifest manifest = store.manifests("agile-create", stage).get(0);
    return ((Lookup.Found) store.verify(manifest.id())).artifact();
  }

  @Test
  void everyToolOfTheCatalogueIsDescribed() throws IOException {
    Artifact learned = artifact(AgileCreateStages.LEARN_TOOLS);
    float[] tools =
        TensorFile.read(learned.file("tools.safetensors")).floats("tools", List.of(2365, 8));
    // neighbours of a family, a ramp and a fan
    assertThat(row(tools, 0)).isNotEqualTo(row(tools, 1)).isNotEqualTo(row(tools, 1839));
    for (float value : tools) assertThat(value).isFinite();
    Map<String, Double> metrics = learned.manifest().metrics();
    assertThat(metrics).containsEntry("training_tools", 1097.0).containsEntry("steps", 8.0);
    assertThat(metrics.get("family_told_of_test_tools")).isBetween(0.0, 1.0);
    assertThat(metrics.get("validation_unexplained")).isPositive();
    assertThat(artifact(AgileCreateStages.RECORD_TOOL_PLAY).manifest().metric("touched_share"))
        .isGreaterThan(0.95);
  }

  private static List<Float> row(float[] tools, int id) {
    List<Float> row = new ArrayList<>();
    for (int i = 0; i < 8; i++) row.add(tools[id * 8 + i]);
    return row;
  }

  @Test
  void agentsAreTrainedAndJudgedWithTheDescriptions() {
    Manifest agent = artifact("train-agile-31").manifest();
    Manifest learned = artifact(AgileCreateStages.LEARN_TOOLS).manifest();
    assertThat(agent.inputs().get(AgileCreateStages.LEARN_TOOLS).signature())
        .isEqualTo(learned.signature());
    assertThat(artifact(AgileCreateStages.EVALUATE_TOOLS).manifest().inputs())
        .containsKeys(AgileCreateStages.LEARN_TOOLS, "train-agile-31");
  }

  @Test
  void anotherLearningTrainsTheAgentAnewFromTheSamePlay() {
    Console plan =
        Console.run(
            Studies.builtIn(),
            "plan",
            "agile-create",
            "--profile=tiny",
            "--store=" + directory,
            "agent=agile",
            "representation.kind=learned",
            "representation.epochs=2");
    assertThat(plan.out() + plan.err())
        .containsPattern("record-tool-play +\\S+ +up to date")
        .containsPattern("learn-tools +\\S+ +run")
        .containsPattern("train-agile-31 +\\S+ +run");
  }

  @Test
  void theReportSaysWhatDescriptionsSay() throws IOException {
    assertThat(Files.readString(Path.of(first.line("report "))))
        .contains(
            "How tools are described",
            "described by what was learned of them",
            "course of the ball left unexplained",
            "activator told (by chance)");
  }

  @Test
  void oneKeySaysHowToolsAreDescribedAndTheOriginalsNameMeansTheSame(@TempDir Path other) {
    String store = "--store=" + other;
    for (String said : List.of("representation.kind=random", "world.use_random_embeddings=true")) {
      Console trained =
          Console.run(
              Studies.builtIn(),
              "stage",
              "agile-create",
              "train-utility-31",
              "--profile=tiny",
              store,
              said);
      assertThat(trained.exitCode()).as(trained.err()).isZero();
    }
    assertThat(Store.at(other.toString()).manifests("agile-create", "train-utility-31")).hasSize(1);
    assertThat(run("world.use_random_embeddings=true").err())
        .contains("world.use_random_embeddings=true describes tools by random numbers")
        .doesNotContain("Exception");
    assertThat(run("representation.kind=lerned").err()).contains("representation.kind", "lerned");
  }

  /** As in the study {@code interpret}: record anew with {@code -Dfabula.record=true}. */
  @Test
  void resultsChangeOnlyWithTheVersionOfTheirStage() {
    Store store = Store.at(directory.toString());
    Map<String, Manifest> manifests = new TreeMap<>();
    for (String stage : store.stages("agile-create")) {
      manifests.put(stage, store.manifests("agile-create", stage).get(0));
    }
    new VersionGuard(RECORDED).check(manifests);
  }
}
