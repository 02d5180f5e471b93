package io.fabula.analysis.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UntrainedPopulationTest {
  /** Student's t by hand: mean 0.2, deviation 0.1, three agents, x = 0.6: t = 3.4641 with 2. */
  @Test
  void oneMoreAgentIsComparedByStudentsT() {
    UntrainedPopulation three = new UntrainedPopulation(new double[] {0.1, 0.2, 0.3});
    assertThat(three.agents()).isEqualTo(3);
    assertThat(three.probabilityOf(0.6)).isCloseTo(0.037090, within(1e-6));
    assertThat(three.probabilityOf(0.2)).isCloseTo(0.5, within(1e-12));
    assertThat(three.probabilityOf(1)).isLessThan(three.probabilityOf(0.9));
  }

  @Test
  void anAgentInWhichNothingWasMeasuredDoesNotCount() {
    double nothing = Double.NaN;
    UntrainedPopulation two = new UntrainedPopulation(new double[] {0.1, nothing, 0.3});
    assertThat(two.agents()).isEqualTo(2);
    assertThat(two.probabilityOf(0.2)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void agentsThatSayNothingAboutSpreadTellNothing() {
    assertThat(new UntrainedPopulation(new double[] {0.1}).probabilityOf(0.9)).isNaN();
    assertThat(new UntrainedPopulation(new double[] {0.1, 0.1}).probabilityOf(0.9)).isNaN();
  }
}
