package io.fabula.analysis.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.RankCorrelation;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weights that predict effects, and such that do not. */
class EffectPredictionTest {
  @Test
  void ranksCorrelateAsSpearmanSays() {
    assertThat(RankCorrelation.of(new double[] {1, 5, 9}, new double[] {0, 1, 100})).isEqualTo(1);
    assertThat(RankCorrelation.of(new double[] {1, 5, 9}, new double[] {3, 2, 1})).isEqualTo(-1);
    // 1 - 6 (0 + 1 + 1 + 0) / (4 * 15)
    assertThat(RankCorrelation.of(new double[] {1, 2, 3, 4}, new double[] {1, 3, 2, 4}))
        .isCloseTo(0.8, within(1e-12));
    assertThat(RankCorrelation.of(new double[] {1, 1}, new double[] {1, 2})).isNaN();
    assertThatThrownBy(() -> RankCorrelation.of(new double[1], new double[2]))
        .hasMessageContaining("got 1 and 2");
  }

  private static List<EffectPrediction.State> states(double noise) {
    RandomStream random = new RandomStream(3);
    List<EffectPrediction.State> states = new ArrayList<>();
    for (int s = 0; s < 60; s++) {
      double[] weights = new double[12];
      double[] effects = new double[12];
      for (int i = 0; i < 12; i++) {
        weights[i] = random.nextDouble();
        effects[i] = (1 - noise) * weights[i] + noise * random.nextDouble();
      }
      states.add(new EffectPrediction.State(s / 4, weights, effects));
    }
    return states;
  }

  @Test
  void weightsThatPredictAreTold() {
    EffectPrediction exact = EffectPrediction.of(states(0), 1).orElseThrow();
    assertThat(exact.states()).isEqualTo(60);
    assertThat(exact.groups()).isEqualTo(15);
    assertThat(exact.correlation().mean()).isCloseTo(1, within(1e-12));
    assertThat(exact.shuffled()).isCloseTo(0, within(0.05)); // 1,200 shuffles of 12
    assertThat(exact.shown()).isTrue();
    EffectPrediction partly = EffectPrediction.of(states(0.5), 1).orElseThrow();
    assertThat(partly.shown()).isTrue();
    assertThat(partly.correlation().mean()).isBetween(0.5, 0.9);
  }

  @Test
  void weightsThatSayNothingAreNotShownToPredict() {
    EffectPrediction none = EffectPrediction.of(states(1), 1).orElseThrow();
    assertThat(none.correlation().low()).isLessThan(0.1);
    assertThat(none.correlation().mean()).isCloseTo(0, within(0.12));
  }

  @Test
  void equalWeightsGiveNoPrediction() {
    EffectPrediction.State flat =
        new EffectPrediction.State(0, new double[] {1, 1, 1}, new double[] {1, 2, 3});
    assertThat(EffectPrediction.of(List.of(flat), 1)).isEmpty();
  }
}
