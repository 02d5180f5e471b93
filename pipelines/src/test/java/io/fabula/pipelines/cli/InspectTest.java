package io.fabula.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts, runs and files are shown, and damaged ones are named. */
class InspectTest {
  @TempDir static Path directory;
  private static Path run;

  @BeforeAll
  static void runTheStudy() {
    Console console = Console.run("run", "sums", "--profile=tiny", "--store=" + directory);
    assertThat(console.exitCode()).isZero();
    run = console.runDirectory();
  }

  private static Path artifact(String stage) {
    String signature =
        Store.at(directory.toString()).manifests("sums", stage).get(0).signature().toString();
    return directory.resolve("artifacts/sums").resolve(stage).resolve(signature);
  }

  @Test
  void showsAnArtifact() {
    Console console = Console.run("inspect", artifact("draw-numbers").toString(), "--verify");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out())
        .contains("stage         draw-numbers, version 1")
        .contains("on DirectRunner, seed 1")
        .contains("\"rows_per_shard\":10")
        .contains("metric        sum ")
        .contains("values/part-00002.parquet  table, 10 rows")
        .contains("every byte and all content is what the manifest says");
    assertThat(Console.run("inspect", artifact("fold-numbers").toString()).out())
        .contains("input         draw-numbers");
  }

  @Test
  void showsATableWithItsRows() {
    Path table = artifact("draw-numbers").resolve("values/part-00000.parquet");
    Console console = Console.run("inspect", table.toString(), "--rows=2");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out())
        .contains("table values, schema version 1, 10 rows")
        .contains("shapes {\"pair\":[2]}")
        .contains("row 1")
        .doesNotContain("row 2")
        .containsPattern("pair: \\[0\\.\\d+, 1\\.0\\]");
  }

  @Test
  void showsTensorsAndRuns() {
    Path tensors = artifact("fold-numbers").resolve("sum.safetensors");
    assertThat(Console.run("inspect", tensors.toString()).out())
        .contains("of = values")
        .contains("sum: F64[1]");
    assertThat(Console.run("inspect", run.toString()).out())
        .contains("rows_per_shard: 10")
        .contains("# progress");
  }

  @Test
  void damagedFilesAreNamedInOneLine(@TempDir Path other) throws IOException {
    check(other, artifact("draw-numbers").resolve("values/part-00000.parquet"));
    check(other, artifact("fold-numbers").resolve("sum.safetensors"));
    Path manifest = other.resolve("_MANIFEST.json");
    Files.writeString(manifest, "{\"format\": 1, \"stage\"");
    Console console = Console.run("inspect", other.toString());
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(console.err().lines()).hasSize(1);
    assertThat(console.err()).startsWith("fabula: " + manifest + ": not a whole manifest");
  }

  private static void check(Path other, Path whole) throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = other.resolve(whole.getFileName());
    for (int length : new int[] {0, 5, bytes.length / 2, bytes.length - 1}) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      Console console = Console.run("inspect", cut.toString());
      assertThat(console.exitCode()).isEqualTo(1);
      assertThat(console.err().lines()).hasSize(1);
      assertThat(console.err()).startsWith("fabula: " + cut).contains("--force");
    }
  }

  @Test
  void nothingOfAForeignFileMovesTheCursor(@TempDir Path other) throws IOException {
    Path tensors = other.resolve("x.safetensors");
    new TensorFile()
        .putMetadata("a\u001b[2Jb", "c\u001b[2Jd")
        .put("e\u001b[2Jf", Tensor.of(new float[1]))
        .write(tensors);
    Path manifest =
        Files.writeString(
            other.resolve("_MANIFEST.json"),
            "{\"format\": 2, \"stage\": \"train\", \"signature\": \"\\u001b[2J\"}");
    for (String each : new String[] {tensors.toString(), manifest.toString(), "\u001b[2J"}) {
      Console console = Console.run("inspect", each);
      assertThat(console.out() + console.err()).doesNotContain("\u001b").contains("\\u001b[2J");
    }
  }

  @Test
  void wrongPathsAreWrongUse(@TempDir Path other) throws IOException {
    assertThat(Console.run("inspect", other.resolve("none").toString()).exitCode()).isEqualTo(2);
    assertThat(Console.run("inspect", other.toString()).err())
        .contains("is neither a complete artifact nor a run");
    Path text = Files.writeString(other.resolve("x.txt"), "x");
    assertThat(Console.run("inspect", text.toString()).exitCode()).isEqualTo(2);
  }
}
