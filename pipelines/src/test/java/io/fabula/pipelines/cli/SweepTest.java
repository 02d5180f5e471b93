package io.fabula.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of every combination of settings, and the page that compares them. */
class SweepTest {
  @TempDir Path directory;

  private Console sums(String... more) {
    return Console.run(
        Stream.concat(
                Stream.of("run", "sums", "--profile=tiny", "--quiet", "--store=" + directory),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void everyCombinationRunsAndIsComparedOnOnePage() throws IOException {
    Console console = sums("-m", "draw.scale=1,2", "--seeds=1..3", "--metric=fold-numbers.sum");
    assertThat(console.err()).isEmpty();
    assertThat(console.exitCode()).isZero();
    assertThat(console.out().lines().filter(line -> line.startsWith("report "))).hasSize(6);
    Path page = Path.of(console.line("sweep "));
    assertThat(page).content().contains("6 runs", "fold-numbers", "draw.scale");
    List<String> numbers = Files.readAllLines(page.resolveSibling("metrics.csv"));
    assertThat(numbers.get(0)).isEqualTo("run,draw.scale,seed,stage,metric,value");
    assertThat(numbers.stream().filter(line -> line.contains(",fold-numbers,sum,"))).hasSize(6);
    Console again = sums("-m", "draw.scale=1,2", "--seeds=1..3");
    assertThat(Path.of(again.line("sweep "))).isEqualTo(page);
  }

  @Test
  void aWrongValueIsSeenBeforeAnythingRuns() throws IOException {
    Console console = sums("-m", "draw.scale=1,abc");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err()).contains("draw.scale must be a number, got abc");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aRandomSearchRunsSomeCombinations() {
    Console console = sums("-m", "draw.scale=range(1,9)", "--sample=2");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out().lines().filter(line -> line.startsWith("report "))).hasSize(2);
    assertThat(sums("--sample=2").err()).contains("--sample needs --multirun");
    assertThat(sums("-m", "draw.scale=1,2", "--sample=-1").exitCode()).isEqualTo(2);
    assertThat(sums("-m", "draw.scale=1,2", "--sample=0").err())
        .contains("--sample must be at least 1, got 0");
  }

  @Test
  void severalValuesNeedTheOption() {
    assertThat(sums("draw.scale=1,2").exitCode()).isEqualTo(2);
    assertThat(sums("--metric=fold-numbers.sum").err()).contains("--metric needs --multirun");
  }

  @Test
  void aMetricThatNoRunHasIsSaid() {
    Console console = sums("--seeds=1..2", "--metric=fold-numbers.sun");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err()).contains("no run has the metric fold-numbers.sun, did you mean");
  }
}
