package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import org.junit.jupiter.api.Test;

class SimulatorMemoryTest {
  private static final int STEPS = 32;
  private static final int WINDOWS = 2;

  /** The published batch. */
  private static final int BATCH = 28;

  /**
   * Inputs of the agent's first pool and of the four convolutions behind it, 16 channels of 32x32,
   * are kept for each frame until its gradient is done.
   */
  private static final long LEAST_OF_FRAME = 5L * 16 * 32 * 32 * Float.BYTES;

  /**
   * 32 steps unrolled: the whole published batch at once, with the optimiser. Measured: 3.5 GB with
   * kernels for AVX2, 5.1 GB with those for SSE 4.1, which need scratch space of their own.
   */
  @Test
  void thePublishedSizeTrainsInLittleMemory() {
    ImpalaArchitecture seen = ImpalaArchitecture.paper();
    SimulatorOptions settings =
        new SimulatorOptions(3, STEPS, WINDOWS, 1, 5e-4, 100, 12, 0.8, 0.5, 100, 1);
    try (ImpalaNetwork agent = ImpalaNetwork.create(seen, 0);
        Simulator simulator = Simulator.empty(SimulatorSize.paper(seen.hidden(), seen.actions()));
        TrainingShard shard =
            new TrainingShard(
                simulator, new FrozenAgent(agent), settings, WINDOWS, WINDOWS, false)) {
      // values, gradients and Adam's two moments
      long parameters = 4L * Float.BYTES * simulator.parameters().count();
      assertThat(shard.planBytes()).isGreaterThan(STEPS * WINDOWS * LEAST_OF_FRAME);
      assertThat(shard.planBytes() * BATCH / WINDOWS + parameters).isLessThan(6L << 30);
    }
  }
}
