package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorSizeTest {
  @Test
  void smallSizesHaveTheWidthsOfTheirTable() {
    for (int side : new int[] {16, 32, 64}) {
      SimulatorSize size = SimulatorSize.mini(side, 32, 15);
      assertThat(size.feature()).isEqualTo(128);
      assertThat(size.embeddingSize()).isEqualTo(128);
      assertThat(size.encodedSide()).isEqualTo(4);
      assertThat(size.converterHidden(size.feature())).isEqualTo(72);
    }
  }

  @Test
  void travelsInTheSimulatorsFile() throws DamagedFileException {
    SimulatorSize size = SimulatorSize.mini(32, 48, 9);
    try (Simulator simulator = Simulator.create(size, 1);
        Simulator loaded = Simulator.load(simulator.save())) {
      assertThat(loaded.size()).isEqualTo(size);
      assertThat(loaded.parameters().get("rssm_z/weight"))
          .containsExactly(simulator.parameters().get("rssm_z/weight"));
    }
  }

  @Test
  void refusesAFileWithoutASimulator() {
    assertThatThrownBy(() -> Simulator.load(new TensorFile()))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("simulator.size");
    assertThatThrownBy(
            () -> Simulator.load(new TensorFile().putMetadata("simulator.size", "{\"frameSide\":")))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("no simulator's size");
  }

  @Test
  void refusesADecoderThatMissesTheFrame() {
    SimulatorSize good = SimulatorSize.mini(16, 32, 15);
    assertThatThrownBy(
            () ->
                new SimulatorSize(
                    16,
                    good.encoderChannels(),
                    64,
                    16,
                    64,
                    8,
                    8,
                    64,
                    good.embeddingChannels(),
                    32,
                    4,
                    List.of(new SimulatorSize.Deconvolution(3, 4, 2, 1)),
                    2,
                    64,
                    32,
                    15))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("decoderLayers must end at 3 channels of side 16, got 3 of side 8");
  }
}
