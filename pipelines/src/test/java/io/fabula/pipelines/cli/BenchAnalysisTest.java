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

/** scikit-learn's part is played by a shell script. */
class BenchAnalysisTest {
  private static final String SCRIPT =
      """
      #!/bin/sh
      echo '{"sklearn": "9.8", "numpy": "7.6"}'
      read -r line
      echo '{"analyses": []}'
      while read -r line; do echo '{"seconds": 2.5, "found": FOUND}'; done
      """;

  @TempDir Path directory;

  private static void fails(String message, String... arguments) {
    Console console = Console.run(arguments);
    assertThat(console.err()).contains("fabula: " + message);
    assertThat(console.exitCode()).isEqualTo(2);
  }

  @Test
  void badArgumentsAreRefused() {
    fails("no analysis \"knn6\", did you mean knn5?", "bench", "analysis", "knn6");
    fails("--rows must be within 100..100000, got 7", "bench", "analysis", "--rows=7");
    fails("--warm-up must be within 0..60, got -1.0", "bench", "analysis", "--warm-up=-1");
    fails("--repetitions must be within 1..1000, got 0", "bench", "analysis", "--repetitions=0");
  }

  /** Its exit code, and what it printed. */
  private record Printed(int exitCode, String out, String err) {}

  private Printed run(String python, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    BenchAnalysisCommand command =
        new BenchAnalysisCommand(
            new PrintWriter(out), new PrintWriter(err), Map.of("FABULA_PYTHON", python));
    int exitCode = new CommandLine(command).execute(arguments);
    return new Printed(exitCode, out.toString(), err.toString());
  }

  private String script(String found) throws IOException {
    Path script = directory.resolve("python");
    Files.writeString(script, SCRIPT.replace("FOUND", found));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script.toString();
  }

  @Test
  void measuresWithoutScikitLearnAndSaysSo() {
    Printed printed =
        run(
            directory.resolve("none").toString(),
            "pca",
            "--rows=200",
            "--repetitions=2",
            "--warm-up=0");
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.err()).contains("without scikit-learn, its column stays empty: ");
    assertThat(printed.err()).containsPattern("measuring pca\\R  [0-9.]+ \\([0-9.-]+\\) s\\R");
    assertThat(printed.out()).containsPattern("PCA, against covariance_eigh +- +[0-9.]+ \\(");
  }

  /** A fit that is better than the other side's counts as the same, an exact result does not. */
  @Test
  void comparesBeforeItMeasures() throws IOException {
    Path home = Path.of("..").toAbsolutePath().normalize();
    String before = System.setProperty("fabula.home", home.toString());
    try {
      Printed better = run(script("1e9"), "kmeans", "--rows=200", "--repetitions=2", "--warm-up=0");
      assertThat(better.exitCode()).isZero();
      assertThat(better.out()).contains("scikit-learn 9.8, numpy 7.6").contains("met");
      assertThat(better.out()).containsPattern("k-means.* 2\\.5000 \\(2\\.5000-2\\.5000\\)");
      Printed other = run(script("1e9"), "knn5", "--rows=200");
      assertThat(other.exitCode()).isNotZero();
      assertThat(other.out()).contains("differs").doesNotContain("met");
    } finally {
      if (before == null) System.clearProperty("fabula.home");
      else System.setProperty("fabula.home", before);
    }
  }
}
