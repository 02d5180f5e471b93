package io.fabula.pipelines.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs where a Python with torch is present. */
class BesidePyTorchTest {
  private static final List<String> CHEAP =
      List.of(
          "multi-pass-q",
          "multi-pass-training",
          "graph-attention",
          "tiny-policy",
          "actor-critic-update",
          "agile-grid-update",
          "mini-agent-ppo");

  private static final Path HOME = Path.of("..");

  private static PyTorch start() throws IOException {
    List<String> command = PyTorch.command(HOME, System.getenv());
    try {
      return PyTorch.start(command);
    } catch (IOException e) {
      return abort("needs PyTorch: " + e.getMessage());
    }
  }

  @Test
  void bothSidesComputeTheSame() throws IOException {
    try (PyTorch reference = start()) {
      EngineBench bench = new EngineBench(1, 0.001);
      for (EngineWorkload workload : EngineWorkloads.all()) {
        if (!CHEAP.contains(workload.name())) continue;
        EngineResult result = bench.measure(workload, reference);
        assertThat(result.differences()).as(workload.name()).isEmpty();
        assertThat(result.compared()).isTrue();
      }
      assertThat(reference.description()).startsWith("PyTorch ");
    }
  }

  /** Its world and its updates against the recordings that ours are held against. */
  @Test
  void theReferenceOfMpDqnComputesWhatTheOriginalsDo() throws Exception {
    start().close();
    Path tests = HOME.resolve(Path.of("infra", "benchmarks", "reference", "test_mpdqn.py"));
    String python = PyTorch.command(HOME, System.getenv()).get(0);
    Process process =
        new ProcessBuilder(python, tests.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("Ran 4 tests", "OK").doesNotContain("skipped");
  }
}
