package io.fabula.analysis.mediation;

import static io.fabula.analysis.mediation.TwoStageCases.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.tabular.TabularModel;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DetectorGradientTest {
  /** Specification of mediation, section 3.1. */
  @Test
  void theSoftDetectorHasItsGradient() {
    double[] expected = {
      -0.16224986,
      -0.07422678,
      -0.06732271,
      0.00862206,
      0.07075869,
      -0.05213375,
      -0.04522968,
      0.03071508,
      0.09285171
    };
    double[] gradient =
        DetectorGradient.ofIndirectEffect(
            FLAT, FLAT.uniformPolicy(), flatPolicy(3, -1), softFlat(), 1);
    for (int s = 0; s < expected.length; s++) {
      assertThat(gradient[s]).as("state %d", s).isCloseTo(expected[s], within(6e-9));
    }
  }

  @Test
  void agreesWithDifferencesInRandomModels() {
    for (int seed = 0; seed < 12; seed++) {
      RandomStream random = new RandomStream(seed);
      TabularModel model = GeneralisedBellmanTest.randomModel(random, 0);
      double[] a = GeneralisedBellmanTest.randomRows(random, 4, 3);
      double[] b = GeneralisedBellmanTest.randomRows(random, 4, 3);
      double[] detector = new double[4];
      for (int s = 0; s < 4; s++) detector[s] = 0.1 + 0.8 * random.nextDouble();
      double discount = seed % 2 == 0 ? 1 : 0.8;
      double[] gradient = DetectorGradient.ofIndirectEffect(model, a, b, detector, discount);
      double h = 1e-5;
      for (int s = 0; s < 4; s++) {
        double[] up = detector.clone();
        double[] down = detector.clone();
        up[s] += h;
        down[s] -= h;
        double slope = (effect(model, a, b, up, discount) - effect(model, a, b, down, discount));
        assertThat(gradient[s]).isCloseTo(slope / (2 * h), within(1e-8));
      }
    }
  }

  private static double effect(
      TabularModel model, double[] a, double[] b, double[] detector, double discount) {
    return new GeneralisedBellman(model, a, detector, discount)
        .sums()
        .indirectEffect(new GeneralisedBellman(model, b, detector, discount).sums());
  }

  /** Specification of mediation, section 3.1: the mediator and its negation alone are best. */
  @Test
  void enumerationFindsTheMediator() {
    List<DetectorEnumeration.Entry> all =
        DetectorEnumeration.of(
            FLAT,
            FLAT.uniformPolicy(),
            flatPolicy(3, -1),
            IntStream.rangeClosed(1, 8).boxed().toList(),
            1);
    assertThat(all).hasSize(256);
    // bit i is state i + 1, whose bits are C, M, D: M is set in 2, 3, 6 and 7
    assertThat(List.of(all.get(0).set(), all.get(1).set()))
        .containsExactlyInAnyOrder(0b11001100, 0b00110011);
    assertThat(all.get(0).effects().indirect()).isCloseTo(0.2, within(1e-12));
    assertThat(all.get(1).effects().indirect()).isCloseTo(0.2, within(1e-12));
    assertThat(List.of(all.get(2).set(), all.get(3).set()))
        .containsExactlyInAnyOrder(0b11001000, 0b00110111);
    assertThat(all.get(2).effects().indirect()).isCloseTo(0.187, within(5e-4));
    assertThat(all.get(4).effects().indirect()).isCloseTo(0.143, within(5e-4));
  }
}
