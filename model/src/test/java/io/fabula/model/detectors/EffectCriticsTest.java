package io.fabula.model.detectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.envs.twostage.TwoStageFlat;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Specification of mediation, sections 2.5 and 3.1. */
class EffectCriticsTest {
  private static final TabularModel MODEL = new TwoStageFlat().model();
  private static final int EPISODES = 5_000;

  /** dNIE / dPhi of going from uniform play to b1, with the soft detector of section 3.1. */
  private static final double[] EXACT = {
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

  private static int[][] paths(TabularEpisodes episodes) {
    int[][] paths = new int[episodes.count()][];
    for (int i = 0; i < paths.length; i++) {
      paths[i] =
          IntStream.range(episodes.firstStep(i), episodes.firstStep(i + 1))
              .map(episodes::state)
              .toArray();
    }
    return paths;
  }

  private static StepSequences sequences(TabularEpisodes a, TabularEpisodes b) {
    int n = MODEL.states();
    byte[] states = new byte[n * n];
    for (int s = 0; s < n; s++) states[s * n + s] = 1;
    return new StepSequences(states, n, IntStream.range(0, n).toArray(), paths(a), paths(b));
  }

  @Test
  void theBootstrappedGradientIsTheExactOne() {
    double[] target = MODEL.uniformPolicy();
    for (int action = 0; action < 4; action++) target[action] = action == 3 ? 1 : 0;
    TabularEpisodes a =
        TabularEpisodes.play(MODEL, MODEL.uniformPolicy(), 1, EPISODES, new RandomStream(1));
    TabularEpisodes b = TabularEpisodes.play(MODEL, target, 1, EPISODES, new RandomStream(2));
    double[] fires = new double[MODEL.states()];
    for (int s = 0; s < fires.length; s++) fires[s] = TwoStageFlat.mediator(s) ? 0.7 : 0.1;
    fires[TwoStageFlat.START] = 0.05;
    int[] all = IntStream.range(0, EPISODES).toArray();
    double[] slopes = {};
    try (EffectCritics critics = new EffectCritics(sequences(a, b), a.returns(), 16, 0.02, 3)) {
      for (int i = 0; i < 200; i++) {
        slopes = critics.slopes(fires, all, all, DetectorLoss.Orientation.OTHER_FIRES_MORE);
      }
    }
    double[] gradient = Arrays.stream(slopes).map(each -> -each).toArray();
    // standard errors of 5,000 episodes are about 0.006, and critics are not exact
    assertThat(gradient).containsExactly(EXACT, within(0.025));
  }

  @Test
  void returnsBeyondWhatACriticCanSayAreRefused() {
    TabularEpisodes a =
        TabularEpisodes.play(MODEL, MODEL.uniformPolicy(), 1, 2, new RandomStream(1));
    assertThatThrownBy(() -> new EffectCritics(sequences(a, a), new double[] {0, 2}, 4, 0.01, 1))
        .hasMessageContaining("within 0..1");
  }
}
