package io.fabula.analysis.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
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

  private static List<StoryEntry> entries(Sequences components) {
    return StoryEntry.leadLag(components, behaviours(), DIFFERENCES);
  }

  /** Untrained agents that differ in how much of a story they have by chance. */
  private static List<List<StoryEntry>> untrained(
      int count, long seed, double pull, double spread) {
    RandomStream random = new RandomStream(seed);
    List<List<StoryEntry>> agents = new ArrayList<>();
    for (int agent = 0; agent < count; agent++) {
      double own = pull + spread * random.nextGaussian();
      agents.add(entries(story(1000 * seed + agent, own, 0)));
    }
    return agents;
  }

  private static NullComparison.Options options(int draws, long seed) {
    return new NullComparison.Options(8, draws, 0.05, seed);
  }

  private static List<StoryVerdict> judge(Sequences trained, List<List<StoryEntry>> untrained) {
    return NullComparison.judge(entries(trained), untrained, List.of(), options(399, 3));
  }

  @Test
  void aStoryThatOnlyTheTrainedAgentHasIsShown() {
    List<StoryVerdict> verdicts = judge(story(1, 0.5, 0), untrained(3, 2, 0, 0.03));
    assertThat(verdicts).hasSize(9);
    for (StoryVerdict each : verdicts) {
      if (each.difference() > 2) continue;
      assertThat(each.shown()).as(each.toString()).isTrue();
      assertThat(each.low()).isGreaterThan(each.strongestUntrained());
      assertThat(each.untrainedAgents()).isEqualTo(3);
      assertThat(each.pPopulation()).isLessThan(0.05);
      assertThat(each.pAttainable()).isBetween(1.0 / 400, each.adjusted());
      assertThat(each.verdict()).isEqualTo("shown");
    }
  }

  @Test
  void aStoryThatOneUntrainedAgentSharesIsNotShown() {
    List<List<StoryEntry>> untrained = new ArrayList<>(untrained(4, 2, 0, 0));
    untrained.add(entries(story(2, 0.5, 0)));
    for (StoryVerdict each : judge(story(1, 0.5, 0), untrained)) {
      assertThat(each.shown()).as(each.toString()).isFalse();
      assertThat(each.reason()).isIn("an untrained agent shows as much", "no order beyond chance");
    }
  }

  @Test
  void tooFewUntrainedAgentsTellNothing() {
    for (StoryVerdict each : judge(story(1, 0.5, 0), untrained(1, 2, 0, 0))) {
      assertThat(each.shown()).isFalse();
      assertThat(each.pPopulation()).isNaN();
      if (each.difference() == 1) {
        assertThat(each.reason()).isEqualTo("too few untrained agents to tell");
      }
    }
    // two agents far apart: even strength 1 would be little evidence
    List<List<StoryEntry>> apart = List.of(entries(story(2, 0, 0)), entries(story(3, 0.3, 0)));
    List<StoryVerdict> verdicts = judge(story(1, 0.7, 0), apart);
    assertThat(verdicts).noneMatch(StoryVerdict::shown);
    assertThat(verdicts)
        .extracting(StoryVerdict::reason)
        .contains("too few untrained agents to tell");
  }

  /** All agents are drawn alike, and differ: what one sample's noise does not explain. */
  @Test
  void anAgentDrawnLikeTheUntrainedOnesIsShownAtMostAtTheNominalRate() {
    int repetitions = 160;
    int told = 0;
    int toldByOneRival = 0;
    for (int repeat = 0; repeat < repetitions; repeat++) {
      List<List<StoryEntry>> alike = untrained(5, 50 + repeat, 0.2, 0.1);
      NullComparison.Options options = options(99, repeat);
      List<List<StoryEntry>> others = alike.subList(1, 5);
      if (shown(NullComparison.judge(alike.get(0), others, List.of(), options))) told++;
      double strongest = strongest(alike.get(0));
      if (strongest > strongest(alike.get(1))) toldByOneRival++;
    }
    assertThat(told).as("of 160 at 5 %%; 17 or more has a probability of 0.3 %%").isLessThan(17);
    assertThat(toldByOneRival).as("one rival would let through about half").isBetween(60, 100);
  }

  private static boolean shown(List<StoryVerdict> verdicts) {
    return verdicts.stream().anyMatch(StoryVerdict::shown);
  }

  private static double strongest(List<StoryEntry> entries) {
    return entries.stream()
        .filter(each -> each.difference() == 1)
        .mapToDouble(StoryEntry::strength)
        .max()
        .orElseThrow();
  }

  /** Student's t by hand: mean 0.2, deviation 0.1, three agents, x = 0.6: t = 3.4641 with 2. */
  @Test
  void oneMoreAgentIsComparedByStudentsT() {
    UntrainedPopulation three = new UntrainedPopulation(new double[] {0.1, 0.2, 0.3});
    assertThat(three.probabilityOf(0.6)).isCloseTo(0.037090, within(1e-6));
    assertThat(three.probabilityOf(0.2)).isCloseTo(0.5, within(1e-12));
    assertThat(three.probabilityOf(1)).isLessThan(three.probabilityOf(0.9));
    assertThat(new UntrainedPopulation(new double[] {0.1}).probabilityOf(0.9)).isNaN();
    assertThat(new UntrainedPopulation(new double[] {0.1, 0.1}).probabilityOf(0.9)).isNaN();
  }

  @Test
  void nothingIsShownOfAnAgentThatThereAreObjectionsTo() {
    List<StoryVerdict> verdicts =
        NullComparison.judge(
            entries(story(1, 0.5, 0)),
            untrained(3, 2, 0, 0.03),
            List.of("it learned nothing", "it was not watched"),
            options(99, 3));
    assertThat(verdicts).noneMatch(StoryVerdict::shown);
    assertThat(verdicts)
        .extracting(StoryVerdict::reason)
        .containsOnly("it learned nothing and it was not watched");
  }

  @Test
  void componentsThatDoNotVaryTellNothing() {
    Sequences constant = new Sequences(SAMPLES, STEPS, WIDTH, new double[SAMPLES * STEPS * WIDTH]);
    assertThat(judge(constant, untrained(3, 2, 0, 0)))
        .allMatch(each -> !each.shown() && each.reason().equals("its components do not vary"));
    Matrix broken = new Matrix(20, 3);
    broken.values()[7] = Double.NaN;
    List<StoryEntry> entry = List.of(new StoryEntry(0, 1, broken, broken));
    assertThat(
            NullComparison.judge(entry, untrained(3, 2, 0, 0), List.of(), options(99, 3))
                .get(0)
                .reason())
        .isEqualTo("its components are not numbers");
  }

  @Test
  void persistenceCorrelationAndOffsetsAreNoStory() {
    int shown = 0;
    int beyondChance = 0;
    for (int repeat = 0; repeat < 12; repeat++) {
      for (StoryVerdict each : judge(story(100 + repeat, 0, 3), untrained(2, 200 + repeat, 0, 0))) {
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
    List<StoryVerdict> alone = NullComparison.judge(trained, List.of(), List.of(), options);
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
