package io.fabula.pipelines.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other side's part is played by a shell script. */
class PyTorchTest {
  private static final String GREETING =
      "echo '{\"torch\": \"9.8\", \"python\": \"3.99\", \"threads\": 1}'\n";

  @TempDir Path directory;

  private PyTorch start(String script) throws IOException {
    Path file = directory.resolve("reference.sh");
    Files.writeString(file, script);
    return PyTorch.start(List.of("sh", file.toString(), "--serve"));
  }

  @Test
  void asksAndReads() throws IOException {
    String evidence =
        "{\"values\": {\"loss\": 2.5}, \"tensors\": {\"w\": {\"norm\": 1, \"projection\": -0.5}}}";
    String script =
        GREETING
            + "read -r line; echo \"$line\" > "
            + directory.resolve("asked")
            + "\n"
            + "echo '{\"layout\": \"contiguous\", \"first\": E, \"second\": E}'\n"
                .replace("E", evidence)
            + "read -r line\n"
            + "echo '{\"runs\": 3, \"cpu_seconds\": 0.25, \"wall_seconds\": 0.5}'\n";
    try (PyTorch reference = start(script)) {
      assertThat(reference.description()).isEqualTo("PyTorch 9.8, Python 3.99");
      Reference.Prepared prepared = reference.prepare("some-work", 0.5);
      assertThat(prepared.layout()).isEqualTo("contiguous");
      assertThat(prepared.computed().first().values()).containsEntry("loss", 2.5);
      assertThat(prepared.computed().second().tensors().get("w").projection()).isEqualTo(-0.5);
      assertThat(reference.time(1)).isEqualTo(new Timing(3, 0.25, 0.5));
    }
    assertThat(directory.resolve("asked"))
        .hasContent("{\"seconds\":0.5,\"workload\":\"some-work\"}");
  }

  @Test
  void itsProblemsAreOurs() throws IOException {
    assertThatThrownBy(() -> start("echo '{\"problem\": \"no torch here\"}'"))
        .hasMessage("no torch here");
    assertThatThrownBy(() -> start("exit 1")).hasMessageContaining("stopped without an answer");
    assertThatThrownBy(() -> start("echo hello")).hasMessageContaining("\"hello\" instead of JSON");
    try (PyTorch reference = start(GREETING + "read -r line; echo '{\"runs\": 0}'")) {
      assertThatThrownBy(() -> reference.time(1)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertThatThrownBy(() -> PyTorch.start(List.of("sh", directory + "/none.py")))
        .hasMessage("there is no " + directory + "/none.py");
    Path script = Files.createFile(directory.resolve("reference.py"));
    assertThatThrownBy(() -> PyTorch.start(List.of(directory + "/python", script.toString())))
        .hasMessage(directory + "/python cannot be started");
  }

  @Test
  void pythonIsThatOfTheEnvironmentOrOfThePath() {
    Path home = Path.of("home");
    Path script = Path.of("home", "infra", "benchmarks", "reference", "reference.py");
    assertThat(PyTorch.command(home, Map.of()))
        .containsExactly("python3", script.toString(), "--serve");
    assertThat(PyTorch.command(home, Map.of("FABULA_PYTHON", "py"))).startsWith("py");
  }
}
