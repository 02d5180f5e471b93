package io.fabula.analysis.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import org.junit.jupiter.api.Test;

class ComponentStabilityTest {
  private static final int HIDDEN = 6;

  /** Three sparse sources, which come out again, or three normal ones, which do not. */
  private static Matrix states(int rows, long seed, boolean sparse) {
    RandomStream mixing = new RandomStream(4);
    double[][] mix = new double[3][HIDDEN];
    for (double[] row : mix) for (int j = 0; j < HIDDEN; j++) row[j] = mixing.nextGaussian();
    RandomStream random = new RandomStream(seed);
    double[][] states = new double[rows][HIDDEN];
    for (double[] state : states) {
      for (double[] row : mix) {
        double source = random.nextGaussian();
        if (sparse) source = source * source * source;
        for (int j = 0; j < HIDDEN; j++) state[j] += source * row[j];
      }
      for (int j = 0; j < HIDDEN; j++) state[j] += 0.01 * random.nextGaussian();
    }
    return Matrix.of(states);
  }

  private static Projector fit(Matrix states) {
    return HiddenStateReduction.fit(
            states,
            new HiddenStateReduction.Options(
                3,
                NeighbourOutliers.Options.PUBLISHED,
                new IndependentComponents.Options(0.001, 2000, 1, 1)))
        .projector();
  }

  private static double least(boolean sparse) {
    double least = 1;
    Matrix both = states(1200, 7, sparse);
    for (double each :
        ComponentStability.of(
            both, fit(both), fit(states(600, 8, sparse)), fit(states(600, 9, sparse)))) {
      assertThat(each).isBetween(0.0, 1.0);
      least = Math.min(least, each);
    }
    return least;
  }

  @Test
  void componentsOfIndependentSourcesComeOutAgain() {
    assertThat(least(true)).isGreaterThan(0.95);
  }

  @Test
  void rotationsOfNormalSourcesDoNot() {
    assertThat(least(false)).isLessThan(0.95);
  }

  @Test
  void correlationIsPearsons() {
    double[] a = {1, 2, 3, 4};
    assertThat(ComponentStability.correlation(a, new double[] {-2, -4, -6, -8}))
        .isCloseTo(-1, within(1e-12));
    assertThat(ComponentStability.correlation(a, new double[] {1, 0, 0, 1}))
        .isCloseTo(0, within(1e-12));
    assertThat(ComponentStability.correlation(a, new double[4])).isZero();
  }
}
