package io.fabula.analysis.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Vectors;
import org.junit.jupiter.api.Test;

/** Acceptance facts 12 and 15: the toy mixture of three sources with two broken rows. */
class SpecificationInterpretVectorTest {
  private static final int ROWS = 600;
  private static final double[][] MIX = {
    {1, .5, -.3}, {.2, -1, .4}, {.7, .1, .9}, {-.5, .6, .2}, {.3, -.2, -.8}
  };
  private static final double[] BROKEN = {9, -9, 9, 9, -9};
  private static final double[] OFFSET = {.1, -.2, .3, 0, .5};

  private static Matrix sources() {
    Matrix sources = new Matrix(ROWS, 3);
    for (int n = 0; n < ROWS; n++) {
      double wave = Math.sin(.37 * n);
      double saw = .0731 * n;
      sources.values()[3 * n] = Math.signum(wave) * Math.pow(Math.abs(wave), .2);
      sources.values()[3 * n + 1] = 3.4 * (saw - Math.floor(saw) - .5);
      sources.values()[3 * n + 2] = 2 * Math.pow(Math.cos(1.9 * n + .3), 5);
    }
    return sources;
  }

  private static Matrix mixture(Matrix sources) {
    Matrix x = sources.times(Matrix.of(MIX).transposed());
    for (int n = 0; n < ROWS; n++) {
      for (int j = 0; j < 5; j++) {
        x.values()[5 * n + j] += .05 * Math.sin(12.9898 * n * (j + 1) + j) + OFFSET[j];
      }
    }
    for (int j = 0; j < 5; j++) {
      x.values()[5 * 100 + j] += BROKEN[j];
      x.values()[5 * 400 + j] -= 8;
    }
    return x;
  }

  @Test
  void recoversTheSourcesOfTheToyMixture() {
    Matrix sources = sources();
    Matrix x = mixture(sources);
    HiddenStateReduction reduction =
        HiddenStateReduction.fit(
            x,
            new HiddenStateReduction.Options(
                3, NeighbourOutliers.Options.PUBLISHED, IndependentComponents.Options.PUBLISHED));
    Projector projector = reduction.projector();
    assertThat(projector.standardisation().mean())
        .containsExactly(
            new double[] {.120583, -.217152, .320128, -.011990, .476462}, within(1e-6));
    assertThat(projector.standardisation().deviation())
        .containsExactly(
            new double[] {1.171947, 1.154453, 1.176828, .908069, 1.016242}, within(1e-6));
    assertThat(reduction.outliers().thresholds()[0]).isCloseTo(2.168174, within(1e-6));
    boolean[] kept = reduction.outliers().kept();
    for (int n = 0; n < ROWS; n++) assertThat(kept[n]).isEqualTo(n != 100 && n != 400);
    assertThat(projector.principal().variance())
        .containsExactly(
            new double[] {1.449614, 1.421782, 1.104356, .001281, .000990}, within(1e-6));
    double[] cumulative = projector.principal().cumulative();
    assertThat(cumulative[0]).isCloseTo(.3644, within(5e-5));
    assertThat(cumulative[1]).isCloseTo(.7218, within(5e-5));
    assertThat(cumulative[2]).isCloseTo(.9994, within(5e-5));
    assertThat(projector.principal().indexAbove(.95)).isEqualTo(2);
    assertThat(projector.principal().countAbove(.95)).isEqualTo(3);
    assertThat(reduction.independent().converged()).isTrue();
    Matrix correlations =
        Vectors.absoluteCorrelations(
            projector.independentComponents(x).selectRows(kept), sources.selectRows(kept));
    for (int s = 0; s < 3; s++) {
      int large = 0;
      for (int c = 0; c < 3; c++) {
        if (correlations.get(c, s) >= .998) large++;
        else assertThat(correlations.get(c, s)).isLessThanOrEqualTo(.05);
      }
      assertThat(large).isEqualTo(1);
    }
    assertThat(
            Vectors.distance(
                projector.jacobian().times(projector.gradientMap()).values(),
                Matrix.identity(3).values()))
        .isLessThan(1e-9);
  }

  @Test
  void aStateAlongAColumnOfQMovesOneComponentAlone() {
    Projector projector =
        HiddenStateReduction.fit(
                mixture(sources()),
                new HiddenStateReduction.Options(
                    3,
                    NeighbourOutliers.Options.PUBLISHED,
                    IndependentComponents.Options.PUBLISHED))
            .projector();
    Matrix states = new Matrix(4, 5);
    for (int d = 0; d < 3; d++) {
      for (int j = 0; j < 5; j++) {
        states.values()[(d + 1) * 5 + j] = projector.gradientMap().get(j, d);
      }
    }
    Matrix components = projector.independentComponents(states);
    for (int d = 0; d < 3; d++) {
      for (int c = 0; c < 3; c++) {
        assertThat(components.get(d + 1, c) - components.get(0, c))
            .isCloseTo(c == d ? 1 : 0, within(1e-9));
      }
    }
  }
}
