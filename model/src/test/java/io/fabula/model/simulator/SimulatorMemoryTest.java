package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import org.junit.jupiter.api.Test;

class SimulatorMemoryTest {
  /** 32 steps unrolled, 2 windows: the plan holds every activation until its gradient is done. */
  @Test
  void thePublishedSizeTrainsInLittleMemory() {
    ImpalaArchitecture seen = ImpalaArchitecture.paper();
    SimulatorOptions settings = new SimulatorOptions(3, 32, 2, 1, 5e-4, 100, 12, 0.8, 0.5, 100, 1);
    try (ImpalaNetwork agent = ImpalaNetwork.create(seen, 0);
        Simulator simulator = Simulator.empty(SimulatorSize.paper(seen.hidden(), seen.actions()));
        TrainingShard shard =
            new TrainingShard(simulator, new FrozenAgent(agent), settings, 2, 2, false)) {
      // values, gradients and Adam's two moments
      long parameters = 4L * Float.BYTES * simulator.parameters().count();
      assertThat(shard.planBytes()).isBetween(100L << 20, 400L << 20);
      assertThat(shard.planBytes() + parameters).isLessThan(1L << 30);
    }
  }
}
