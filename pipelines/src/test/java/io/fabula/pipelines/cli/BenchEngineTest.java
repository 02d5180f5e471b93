package io.fabula.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchEngineTest {
  @TempDir Path directory;

  private static void fails(String message, String... arguments) {
    Console console = Console.run(arguments);
    assertThat(console.err()).contains("fabula: " + message);
    assertThat(console.exitCode()).isEqualTo(2);
  }

  @Test
  void badArgumentsAreRefused() {
    fails(
        "no workload \"grap-attention\", did you mean graph-attention?",
        "bench",
        "engine",
        "grap-attention");
    fails("--repetitions must be within 1..1000, got 0", "bench", "engine", "--repetitions=0");
    fails("--seconds must be above 0 and at most 60, got 61.0", "bench", "engine", "--seconds=61");
  }

  @Test
  void measuresWithoutPyTorchAndSaysSo() throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    BenchEngineCommand command =
        new BenchEngineCommand(
            new PrintWriter(out),
            new PrintWriter(err),
            Map.of("FABULA_PYTHON", directory.resolve("none").toString()));
    int exitCode =
        new CommandLine(command)
            .execute(
                "graph-attention",
                "multi-pass-q",
                "--repetitions=2",
                "--seconds=0.001",
                "--profile",
                "--output=" + directory);
    assertThat(exitCode).isZero();
    assertThat(err.toString()).contains("without PyTorch, its column stays empty: ");
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("GAT block.* - +[0-9.]+ \\(.*-.*\\) +- +- +1.00 +-"))
        .anyMatch(line -> line.startsWith("MP-DQN"))
        .contains("wrote " + directory.resolve("engine.json") + " and engine.csv");
    assertThat(directory.resolve("profile-graph-attention.txt"))
        .content()
        .contains("backward softmax");
    assertThat(Files.readAllLines(directory.resolve("engine.csv")))
        .hasSize(5)
        .anyMatch(line -> line.startsWith("multi-pass-q,fabula,2,"));
    assertThat(directory.resolve("engine.json")).content().contains("\"reference\" : null");
  }
}
