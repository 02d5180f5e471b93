package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.vectors.Closeness;
import io.fabula.model.windows.RecordedEpisode;
import io.fabula.model.windows.WindowDataset;
import io.fabula.model.windows.WindowRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionQualityTest {
  private static final int CONTEXT = 3;
  private static final int STEPS = 3;
  private static final int WINDOW = CONTEXT + STEPS - 1;

  @Test
  void comparesWithBothBaselinesFrameByFrame() {
    WindowDataset data =
        new WindowDataset(Playground.record(3, 16, 32, 5), WindowRule.corrected(WINDOW, CONTEXT));
    float[] mean = data.meanImage();
    try (ImpalaNetwork agent = Playground.agent(16, 3);
        Simulator simulator = Simulator.create(SimulatorSize.mini(16, 32, 15), 4);
        PredictionQuality quality =
            new PredictionQuality(simulator, new FrozenAgent(agent), CONTEXT, STEPS)) {
      List<HorizonError> errors = quality.measure(data, data.size(), 1, mean);
      assertThat(errors).hasSize(STEPS);
      assertThat(errors.get(0).repeatLast()).isZero();
      assertThat(errors.get(1).repeatLast()).isPositive();
      assertThat(errors.get(2).repeatLast()).isGreaterThan(errors.get(1).repeatLast());
      HorizonError expected = expected(data, mean, 2);
      HorizonError actual = errors.get(2);
      assertThat(actual.frames()).isEqualTo(expected.frames());
      Closeness.near("mean", actual.meanImage(), expected.meanImage(), 1e-3);
      Closeness.near("repeat", actual.repeatLast(), expected.repeatLast(), 1e-3);
      assertThat(actual.image()).isPositive();
      assertThat(actual.reward()).isPositive();
      assertThat(actual.terminal()).isPositive();
      assertThat(actual.agentState()).isPositive();
      assertThat(quality.measure(data, data.size(), 1, mean)).isEqualTo(errors);
    }
  }

  /** The baselines at one step, straight from the episodes. */
  private static HorizonError expected(WindowDataset data, float[] mean, int step) {
    int frames = 0;
    double toMean = 0;
    double toLast = 0;
    float[] target = new float[mean.length];
    float[] last = new float[mean.length];
    for (int start = 0; start < data.size(); start++) {
      var span = data.span(start);
      RecordedEpisode episode = data.episodes().get(span.episode());
      int seen = span.firstStep() + CONTEXT - 1 - span.firstPosition();
      if (seen + step >= episode.length() || episode.terminal(seen + step)) continue;
      if (CONTEXT - 1 + step >= span.firstPosition() + span.rows()) continue;
      episode.frames().copy(seen + step, 1, target, 0);
      episode.frames().copy(seen, 1, last, 0);
      frames++;
      for (int i = 0; i < mean.length; i++) {
        toMean += 0.5 * (target[i] - mean[i]) * (target[i] - mean[i]);
        toLast += 0.5 * (target[i] - last[i]) * (target[i] - last[i]);
      }
    }
    return new HorizonError(step, frames, 0, toMean / frames, toLast / frames, 0, 0, 0);
  }
}
