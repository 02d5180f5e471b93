package io.fabula.analysis.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.envs.random.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class NullComparisonTest {
  private static final int SAMPLES = 90;
  private static final int STEPS = 10;
  private static final int WIDTH = 4;
  private static final List<Integer> DIFFERENCES = List.of(1, 2, 3);

  /** Persistent, mutually correlated components; with a pull, component 1 follows component 0. */
  static Sequences story(long seed, double pull, double offset) {
    RandomStream random = new RandomStream(seed);
    double[] values = new double[SAMPLES * STEPS * WIDTH];
    for (int s = 0; s < SAMPLES; s++) {
      double[] now = new double[WIDTH];
      for (int c = 0; c < WIDTH; c++) now[c] = random.nextGaussian();
      for (int t = 0; t < STEPS; t++) {
        double shared = 0.5 * random.nextGaussian();
        double[] next = new double[WIDTH];
        for (int c = 0; c < WIDTH; c++) {
          values[(s * STEPS + t) * WIDTH + c] = now[c] + offset * (c - 1);
          next[c] = 0.7 * now[c] + 0.5 * random.nextGaussian() + shared;
        }
        next[1] += pull * now[0];
        next[0] -= pull * now[1];
        now = next;
      }
    }
    return new Sequences(SAMPLES, STEPS, WIDTH, values);
  }

  private static int[] behaviours() {
    int[] result = new int[SAMPLES];
    for (int s = 0; s < SAMPLES; s++) result[s] = s % 3;
    return result;
  }

  private static List<StoryVerdict> judge(Sequences trained, Sequences untrained, long seed) {
    return NullComparison.judge(
        StoryEntry.leadLag(trained, behaviours(), DIFFERENCES),
        List.of(StoryEntry.leadLag(untrained, behaviours(), DIFFERENCES)),
        new NullComparison.Options(8, 399, 0.05, seed));
  }

  @Test
  void aStoryThatOnlyTheTrainedAgentHasIsShown() {
    List<StoryVerdict> verdicts = judge(story(1, 0.5, 0), story(2, 0, 0), 3);
    assertThat(verdicts).hasSize(9);
    for (StoryVerdict each : verdicts) {
      if (each.difference() > 2) continue;
      assertThat(each.shown()).as(each.toString()).isTrue();
      assertThat(each.low()).isGreaterThan(each.strongestUntrained());
      assertThat(each.verdict()).isEqualTo("shown");
    }
  }

  @Test
  void aStoryThatTheUntrainedAgentSharesIsNotShown() {
    for (StoryVerdict each : judge(story(1, 0.5, 0), story(2, 0.5, 0), 3)) {
      assertThat(each.shown()).as(each.toString()).isFalse();
      assertThat(each.reason()).isIn("an untrained agent shows as much", "no order beyond chance");
    }
  }

  @Test
  void persistenceCorrelationAndOffsetsAreNoStory() {
    int shown = 0;
    int beyondChance = 0;
    for (int repeat = 0; repeat < 12; repeat++) {
      for (StoryVerdict each :
          judge(story(100 + repeat, 0, 3), story(200 + repeat, 0, 0), repeat)) {
        if (each.shown()) shown++;
        if (each.pOrder() <= 0.05) beyondChance++;
        assertThat(Math.abs(each.strength())).isLessThan(0.03);
      }
    }
    assertThat(shown).isLessThanOrEqualTo(1);
    assertThat(beyondChance).as("of 108 tests at 5 %%").isLessThanOrEqualTo(14);
  }

  @Test
  void strengthDoesNotDependOnTheNumberOfSamples() {
    Sequences noise = story(7, 0, 0);
    double sum = 0;
    int count = 0;
    for (int start = 0; start + 4 <= SAMPLES; start += 4, count++) {
      int[] few = {start, start + 1, start + 2, start + 3};
      sum += StoryEntry.leadLag(noise.select(few), new int[4], List.of(1)).get(0).strength();
    }
    // naive squared norms of four samples' means would average about 0.02 here
    assertThat(sum / count).isCloseTo(0, within(0.006));
  }

  @Test
  void rotatingTheComponentsDoesNotChangeTheStrength() {
    Sequences components = story(1, 0.5, 0);
    double c = Math.cos(0.7);
    double s = Math.sin(0.7);
    Matrix rotation =
        Matrix.of(new double[][] {{c, -s, 0, 0}, {s, c, 0, 0}, {0, 0, 0, -1}, {0, 0, 1, 0}});
    Sequences rotated = Sequences.of(components.asMatrix().times(rotation), STEPS);
    List<StoryEntry> before = StoryEntry.leadLag(components, behaviours(), DIFFERENCES);
    List<StoryEntry> after = StoryEntry.leadLag(rotated, behaviours(), DIFFERENCES);
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i).strength()).isCloseTo(before.get(i).strength(), within(1e-12));
    }
  }

  @Test
  void smallBehavioursAreNeitherJudgedNorCompared() {
    int[] lonely = new int[SAMPLES];
    for (int s = 0; s < 5; s++) lonely[s] = 1;
    List<StoryEntry> trained = StoryEntry.leadLag(story(1, 0.5, 0), lonely, List.of(1));
    NullComparison.Options options = new NullComparison.Options(8, 199, 0.05, 1);
    List<StoryVerdict> alone = NullComparison.judge(trained, List.of(), options);
    assertThat(alone.get(0).reason()).isEqualTo("no untrained behaviour to compare with");
    assertThat(alone.get(1).reason()).isEqualTo("fewer than 8 samples");
    assertThat(alone).noneMatch(StoryVerdict::shown);
  }

  @Test
  void gradientsThatPointWhereComponentsMoveAreStrong() {
    Sequences components = story(1, 0.5, 0);
    List<List<Matrix>> correlations =
        java.util.stream.IntStream.range(0, SAMPLES)
            .mapToObj(
                i ->
                    CrossCorrelation.ofSample(
                            components.sample(i), CrossCorrelation.Options.upTo(2))
                        .subList(1, 3))
            .toList();
    Matrix truth = Matrix.identity(WIDTH);
    truth.values()[1] = 0.7;
    truth.values()[WIDTH] = -0.7;
    List<List<Matrix>> jacobians =
        java.util.Collections.nCopies(SAMPLES, List.of(truth, truth.times(truth)));
    for (StoryEntry each :
        StoryEntry.gradientAgreement(jacobians, correlations, behaviours(), List.of(1, 2))) {
      assertThat(each.strength()).isGreaterThan(0.1);
    }
  }
}
