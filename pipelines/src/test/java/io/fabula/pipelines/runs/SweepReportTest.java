package io.fabula.pipelines.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.problems.UsageProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curves of several runs on one page. */
class SweepReportTest {
  @TempDir Path directory;

  private static List<SweptRun> runs() {
    List<SweptRun> runs = new ArrayList<>();
    for (String rate : List.of("0.1", "0.2")) {
      for (int seed = 0; seed < 3; seed++) {
        double height = Double.parseDouble(rate) + 0.01 * seed;
        runs.add(
            new SweptRun(
                Map.of("rate", rate, "seed", Integer.toString(seed)),
                "run-" + rate + "-" + seed,
                new RunArtifacts(Map.of()),
                Map.of(
                    "learn.return",
                    List.of(
                        new SweptRun.Line(
                            new double[] {1, 2, 3}, new double[] {0, height, 2 * height})))));
      }
    }
    return runs;
  }

  @Test
  void curvesOfRunsThatDifferInTheirSeedAloneAreOneBand() throws IOException {
    new SweepReport("numbers", runs()).write(directory, List.of("learn.return"));
    assertThat(directory.resolve("index.html")).content().contains("learn.return");
    try (Stream<Path> files = Files.walk(directory)) {
      String drawn =
          Files.readString(
              files
                  .filter(each -> each.getFileName().toString().equals("learn-return.svg"))
                  .findFirst()
                  .orElseThrow());
      assertThat(drawn).contains("rate 0.1", "rate 0.2");
    }
  }

  @Test
  void whatNoRunHasIsSaidWithTheNearest() {
    assertThatThrownBy(
            () -> new SweepReport("numbers", runs()).write(directory, List.of("learn.retrn")))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("no run has the metric learn.retrn, did you mean learn.return");
  }
}
