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
    Console console =
        sums("-m", "draw.scale=range(1,9)", "--sample=2", "--metric=fold-numbers.sum");
    assertThat(console.exitCode()).isZero();
    assertThat(Path.of(console.line("sweep ")))
        .content()
        .contains("Ranked by fold-numbers.sum, the largest first");
    assertThat(console.out().lines().filter(line -> line.startsWith("report "))).hasSize(2);
    assertThat(sums("--sample=2").err()).contains("--sample needs --multirun");
    assertThat(sums("-m", "draw.scale=1,2", "--sample=-1").exitCode()).isEqualTo(2);
    assertThat(sums("-m", "draw.scale=1,2", "--sample=0").err())
        .contains("--sample must be at least 1, got 0");
  }

  @Test
  void sweepsAreListedAndShownBesideTheirRuns() {
    Path page = Path.of(sums("-m", "draw.scale=1,2").line("sweep "));
    String id = page.getParent().getParent().getFileName().toString();
    String store = "--store=" + directory;
    assertThat(Console.run("runs", store).out())
        .containsPattern(id + " +2 ")
        .contains("2 runs in store");
    Console shown = Console.run("runs", "show", "sweep-sums", store);
    assertThat(shown.out()).contains(id).contains("report  " + page);
    assertThat(shown.out().lines().filter(line -> line.startsWith("run     sums-tiny-")))
        .hasSize(2);
    assertThat(Console.run("runs", "show", id, "--json", store).out()).contains("\"runs\"");
    Console compared = Console.run("runs", "compare", id, id, store);
    assertThat(compared.exitCode()).isEqualTo(2);
    assertThat(compared.err()).contains(id + " is a sweep");
  }

  @Test
  void optionsOfThePublishedProgramsBelongToTheirStudy() {
    assertThat(sums("--sample_ids", "1", "2").err())
        .isEqualTo(
            "fabula: --sample_ids belongs to the study interpret; the study sums has no such"
                + " setting\n");
  }

  @Test
  void severalValuesNeedTheOption() {
    assertThat(sums("draw.scale=1,2").exitCode()).isEqualTo(2);
    assertThat(sums("--metric=fold-numbers.sum").err()).contains("--metric needs --multirun");
  }

  @Test
  void aMetricThatEarlierRunsKnowByANearNameIsRefusedBeforeAnythingRuns() throws IOException {
    assertThat(sums().exitCode()).isZero();
    Console console = sums("--seeds=1..2", "--metric=fold-numbers.sun");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err())
        .contains("no run has the metric fold-numbers.sun, did you mean fold-numbers.sum?");
    try (Stream<Path> runs = Files.list(directory.resolve("runs"))) {
      assertThat(runs).hasSize(1);
    }
    assertThat(sums("--seeds=1..2", "--metric=fold.sum").err())
        .contains("--metric must be STAGE.METRIC with a stage of sums, got fold.sum");
  }

  @Test
  void aMetricThatNoRunHasIsSaid() {
    Console console = sums("--seeds=1..2", "--metric=fold-numbers.sun");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err()).contains("no run has the metric fold-numbers.sun, did you mean");
  }

  @Test
  void whatSeveralRunsNeedIsMadeOnce() throws IOException {
    Console console = sums("-m", "fold.label=a,b,c");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out().lines().filter(line -> line.startsWith("report "))).hasSize(3);
    try (Stream<Path> drawn = Files.list(directory.resolve("artifacts/sums/draw-numbers"))) {
      assertThat(drawn.filter(Files::isDirectory)).hasSize(1);
    }
  }

  @Test
  void aRunThatFailsStopsNoOtherAndGoesOnLater() {
    Console console = sums("-m", "draw.failure=data,'',bug");
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(console.out().lines().filter(line -> line.startsWith("report "))).hasSize(1);
    assertThat(console.err().lines().toList())
        .anyMatch(line -> line.matches("fabula: run sums-tiny-\\w+ failed: .*line 3 is cut off.*"))
        .anyMatch(line -> line.matches("fabula: run sums-tiny-\\w+ failed: .*a slip"))
        .contains("fabula: 2 of 3 runs failed; the same command goes on with them");
    assertThat(console.out()).doesNotContain("sweep ");
  }

  @Test
  void progressSaysWhichRunIsMeant() {
    Console console =
        Console.run("run", "sums", "--profile=tiny", "--seeds=4..5", "--store=" + directory);
    assertThat(console.out().lines())
        .filteredOn(line -> line.matches("run sums-tiny-\\w+: 2 of 2 stages to run"))
        .hasSize(2);
    assertThat(console.exitCode()).isZero();
  }

  @Test
  void settingsMayBeChangedAndTakenBackAsInHydra() {
    assertThat(sums("++draw.scale=3", "--print-config").out()).contains("scale: 3.0");
    assertThat(sums("draw.scale=3", "~draw.scale", "--print-config").out())
        .isEqualTo(sums("--print-config").out());
    assertThat(sums("draw.scale=3", "~draw.scale=3", "--print-config").exitCode()).isZero();
    assertThat(sums("draw.scale=3", "~draw.scale=4").err()).contains("draw.scale is 3, not 4");
    assertThat(sums("+draw.scale=3").err())
        .contains("draw.scale is there already; write draw.scale=3, without +");
    assertThat(sums("+draw.sale=3").err())
        .contains("no key can be added, got +draw.sale, did you mean draw.scale");
    assertThat(sums("~draw.sale").err()).contains("unknown key draw.sale, did you mean");
  }
}
