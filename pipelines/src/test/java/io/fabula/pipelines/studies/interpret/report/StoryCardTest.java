package io.fabula.pipelines.studies.interpret.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.pipelines.stories.StoryTables;
import org.junit.jupiter.api.Test;

class StoryCardTest {
  private static String worth(double mean, double low, double high) {
    BootstrapInterval difference = new BootstrapInterval(mean, low, high, 0.95, 200);
    return StoryCard.worth(
        new StoryTables.Story(
            "saw", "saws", false, 200, 7, 4, difference, 8, 70, 1e-9, 1, 0, true, "shown"));
  }

  @Test
  void costsAreToldAsPositiveNumbersFromTheSmallestToTheLargest() {
    assertThat(worth(-3.1, -3.85, -2.3))
        .isEqualTo("not seeing it costs 3.10 of 7.00 points (2.30 to 3.85)");
    assertThat(worth(0.5, 0.2, 0.9))
        .isEqualTo("not seeing it adds 0.50 of 7.00 points (0.20 to 0.90)");
  }

  @Test
  void anIntervalThatHoldsZeroIsSeenTo() {
    assertThat(worth(-0.5, -1.5, 0.25)).endsWith("points (-0.25 to 1.50)");
    assertThat(worth(0.5, -0.25, 1.5)).endsWith("points (-0.25 to 1.50)");
  }
}
