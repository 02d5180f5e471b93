package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.vectors.Closeness;
import io.fabula.model.windows.WindowBatch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the published simulator shows before it has learned anything. */
class InitialSimulatorTest {
  private static final int BATCH = 2;
  private static final SimulatorOptions SETTINGS =
      new SimulatorOptions(3, 2, BATCH, 1, 5e-4, 100, 12, 0.8, 0.5, 100, 1);

  @Test
  void startsWhereTheOriginalStarts() {
    SimulatorSize size = SimulatorSize.paper(64, 15);
    try (ImpalaNetwork agent = ImpalaNetwork.create(ImpalaArchitecture.paper(), 5);
        Simulator simulator = Simulator.create(size, 6);
        TrainingShard shard =
            new TrainingShard(simulator, new FrozenAgent(agent), SETTINGS, BATCH, BATCH, false)) {
      assertThat(simulator.parameterCount()).isEqualTo(28_701_964);
      fill(shard.batch());
      for (int n = 0; n < BATCH; n++) shard.draw(n, new RandomStream(n));
      shard.forward();
      float[] bottlenecks = new float[BATCH * size.bottleneck()];
      shard.bottlenecks(bottlenecks, 0);
      float[] gradient = new float[bottlenecks.length];
      double spread =
          BottleneckSpread.lossAndGradient(bottlenecks, BATCH, size.bottleneck(), 100, gradient);
      double nearlyParallel = 100 * Math.log(2 * Math.E + 2);
      Closeness.near("spread", spread, nearlyParallel, 0.02 * nearlyParallel);
      for (float divergence : shard.values().divergence()) {
        Closeness.near("divergence", divergence, 12 * 6.3, 0.15 * 12 * 6.3);
      }
      shard.backward(gradient, 0);
      for (SimulatorTensor tensor : simulator.tensors()) {
        float[] all = shard.gradients().get(tensor.name());
        boolean reached = false;
        for (float value : all) reached |= value != 0;
        assertThat(reached).as(tensor.name()).isTrue();
      }
    }
  }

  private static void fill(WindowBatch windows) {
    RandomStream random = new RandomStream(3);
    for (int i = 0; i < windows.images().length; i++) windows.images()[i] = random.nextFloat();
    Arrays.fill(windows.actions(), 7);
  }
}
