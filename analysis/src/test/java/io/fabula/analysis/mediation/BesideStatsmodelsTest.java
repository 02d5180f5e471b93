package io.fabula.analysis.mediation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs where a Python with statsmodels is present: that of FABULA_PYTHON, or python3. */
class BesideStatsmodelsTest {
  /** statsmodels draws 250 times; the specification allows 0.02 for simulations. */
  private static final double SIMULATED = 0.02;

  private static final List<Double> INTERACTIONS = List.of(0.0, 0.5);

  @TempDir Path directory;

  /** Its effects for each interaction. */
  private List<double[]> statsmodels() throws IOException, InterruptedException {
    Path script = directory.resolve("mediation.py");
    try (InputStream in = getClass().getResourceAsStream("statsmodels_mediation.py")) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    }
    String python = System.getenv().getOrDefault("FABULA_PYTHON", "python3");
    List<String> command = new ArrayList<>(List.of(python, script.toString()));
    INTERACTIONS.forEach(each -> command.add(Double.toString(each)));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      return abort("needs Python with statsmodels: " + e.getMessage());
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) return abort("needs Python with statsmodels: " + python);
    return output
        .lines()
        .map(line -> Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  @Test
  void simulationsComeToTheSameEffects() throws IOException, InterruptedException {
    List<double[]> all = statsmodels();
    assertThat(all).hasSameSizeAs(INTERACTIONS);
    for (int n = 0; n < all.size(); n++) {
      double interaction = INTERACTIONS.get(n);
      double[] theirs = all.get(n);
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
