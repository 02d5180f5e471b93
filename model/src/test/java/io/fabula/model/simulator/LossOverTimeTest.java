package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.windows.WindowDataset;
import io.fabula.model.windows.WindowRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossOverTimeTest {
  private static final int CONTEXT = 3;
  private static final int STEPS = 5;

  @Test
  void agreesWithPredictionQualityWhereBothMeasureTheSame() {
    WindowDataset data =
        new WindowDataset(
            Playground.record(3, 16, 32, 5), WindowRule.corrected(CONTEXT + STEPS - 1, CONTEXT));
    float[] mean = data.meanImage();
    SimulatorOptions weights =
        new SimulatorOptions(CONTEXT, 4, 4, 1, 1e-3, 100, 0.75, 0.8, 0.03, 6, 1);
    try (ImpalaNetwork network = Playground.agent(16, 3);
        Simulator simulator = Simulator.create(SimulatorSize.mini(16, 32, 15), 4);
        LossOverTime losses =
            new LossOverTime(simulator, new FrozenAgent(network), weights, STEPS);
        PredictionQuality quality =
            new PredictionQuality(simulator, new FrozenAgent(network), CONTEXT, STEPS)) {
      List<WindowLosses> windows = losses.measure(data, data.size(), 1, mean);
      assertThat(windows).hasSize(data.size());
      assertThat(windows)
          .extracting(WindowLosses::counted)
          .contains(STEPS)
          .anyMatch(n -> n < STEPS);
      List<HorizonError> errors = quality.measure(data, data.size(), 1, mean);
      for (int t = 0; t < STEPS; t++) {
        double reward = 0;
        double terminal = 0;
        double state = 0;
        int rows = 0;
        for (WindowLosses each : windows) {
          if (t >= each.counted()) continue;
          rows++;
          reward += each.reward()[t];
          terminal += each.terminal()[t];
          state += each.agentState()[t];
          assertThat(each.divergence()[t]).isNotNegative();
          assertThat(each.update()[t]).isNotNegative();
          assertThat(each.model(t))
              .isCloseTo(
                  each.divergence()[t]
                      + each.update()[t]
                      + each.image()[t]
                      + each.reward()[t]
                      + each.terminal()[t]
                      + each.agentState()[t],
                  within(1e-3f));
        }
        assertThat(reward / rows).isCloseTo(errors.get(t).reward(), within(1e-6));
        assertThat(terminal / rows).isCloseTo(errors.get(t).terminal(), within(1e-6));
        assertThat(state / rows).isCloseTo(errors.get(t).agentState(), within(1e-5));
      }
      assertThat(windows.get(0).repeatLast()[0]).isZero();
      assertThat(losses.measure(data, 7, 1, mean)).hasSize(7);
    }
  }
}
