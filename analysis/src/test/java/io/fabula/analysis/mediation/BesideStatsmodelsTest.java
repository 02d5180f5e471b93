package io.fabula.analysis.mediation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs where a Python with statsmodels is present: that of FABULA_PYTHON, or python3. */
class BesideStatsmodelsTest {
  /** statsmodels draws 2,000 times; the specification allows 0.02. */
  private static final double SIMULATED = 0.02;

  @TempDir Path directory;

  private double[] statsmodels(double interaction) throws IOException, InterruptedException {
    Path script = directory.resolve("mediation.py");
    try (InputStream in = getClass().getResourceAsStream("statsmodels_mediation.py")) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    }
    String python = System.getenv().getOrDefault("FABULA_PYTHON", "python3");
    Process process;
    try {
      process =
          new ProcessBuilder(python, script.toString(), Double.toString(interaction))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return abort("needs Python with statsmodels: " + e.getMessage());
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) return abort("needs Python with statsmodels: " + python);
    return Arrays.stream(output.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void simulationsComeToTheSameEffects() throws IOException, InterruptedException {
    for (double interaction : new double[] {0, 0.5}) {
      double[] theirs = statsmodels(interaction);
      ToyUnits toy = ToyUnits.of(400, interaction);
      LinearMediation ours =
          LinearMediation.fit(toy.treatment(), toy.mediator(), toy.outcome(), interaction != 0);
      double[] expected = {
        ours.indirect(), ours.indirectTreated(), ours.direct(), ours.directTreated(), ours.total()
      };
      assertThat(theirs).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        assertThat(theirs[i]).isCloseTo(expected[i], within(SIMULATED));
      }
    }
  }
}
