package io.fabula.model.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.ObservationSpace;
import io.fabula.model.mlp.MlpArchitecture;
import io.fabula.model.mlp.MlpNetwork;
import io.fabula.model.training.RunningMoments;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Observations are standardised by what was taken in, and an agent's file keeps that. */
class NormalisedNetworkTest {
  private static final EnvironmentSpec WORLD =
      new EnvironmentSpec(
          "two numbers",
          new ObservationSpace.Vector(List.of("x", "y"), -100, 100),
          new ActionSpace.Discrete(List.of("a", "b")),
          0,
          0,
          1);
  private static final ActionSet ALL = ActionSet.all(2);

  private final NormalisedNetwork network =
      NormalisedNetwork.create(MlpNetwork.create(MlpArchitecture.of(WORLD, 4), 1), WORLD, 3);

  @AfterEach
  void close() {
    network.close();
  }

  private static ObservationBatch batch(float... numbers) {
    ObservationBatch batch = new ObservationBatch(WORLD.observations(), numbers.length / 2);
    System.arraycopy(numbers, 0, batch.floats(), 0, numbers.length);
    return batch;
  }

  private static float[] shown(LearnableNetwork agent, float x, float y) {
    InputBuffer inputs = agent.inputs(1);
    inputs.put(0, new float[] {x, y}, 0, ALL);
    float[] shown = new float[inputs.width()];
    inputs.expand(0, shown, 0);
    return shown;
  }

  @Test
  void showsNumbersByTheMomentsOfAllThatWasTakenIn() {
    network.takeIn(batch(10, -50, 14, -50));
    network.takeIn(batch(18, -50));
    double[] moments = network.moments();
    assertThat(moments[0]).isEqualTo(3 + RunningMoments.STARTING_COUNT);
    double mean = 42 / moments[0];
    double squares = 100 + 196 + 324 + RunningMoments.STARTING_COUNT;
    double deviation = Math.sqrt(squares / moments[0] - mean * mean + 1e-8);
    float[] shown = shown(network, 15, -50);
    assertThat(shown[0])
        .isCloseTo((float) ((15 - mean) / deviation), within(1e-5f)); // single precision
    assertThat(shown[1]).as("what hardly changes").isBetween(-0.01f, 0.01f);
    assertThat(shown(network, 1000, -1000)).as("within the limit").containsExactly(3, -3);
  }

  @Test
  void countsBytesFromZeroTo255() {
    EnvironmentSpec bytes =
        new EnvironmentSpec(
            "a pixel", new ObservationSpace.Image(1, 1, 1, true), WORLD.actions(), 0, 0, 1);
    try (NormalisedNetwork agent =
        NormalisedNetwork.create(MlpNetwork.create(MlpArchitecture.of(bytes, 4), 1), bytes, 10)) {
      ObservationBatch seen = new ObservationBatch(bytes.observations(), 2);
      seen.bytes()[0] = (byte) 200;
      seen.bytes()[1] = (byte) 240;
      agent.takeIn(seen);
      InputBuffer inputs = agent.inputs(1);
      inputs.put(0, new byte[] {(byte) 240}, 0, ALL);
      float[] shown = new float[1];
      inputs.expand(0, shown, 0);
      assertThat(shown[0]).isBetween(0.85f, 1f); // mean 220, deviation a little above 20
    }
  }

  @Test
  void anAgentsFileKeepsTheMoments() throws DamagedFileException {
    network.takeIn(batch(10, -50, 14, -40));
    TensorFile file = network.save();
    try (LearnableNetwork read = NormalisedNetwork.read(file, MlpNetwork.load(file, WORLD))) {
      assertThat(shown(read, 11, -47)).isEqualTo(shown(network, 11, -47));
      assertThat(read.save().doubles("observations.moments", 5)).isEqualTo(network.moments());
    }
    file.putMetadata("observations.limit", "-1");
    assertThatThrownBy(() -> NormalisedNetwork.read(file, MlpNetwork.load(file, WORLD)))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("observations.limit");
  }

  @Test
  void anAgentWithoutMomentsIsItself() throws DamagedFileException {
    try (MlpNetwork plain = MlpNetwork.create(MlpArchitecture.of(WORLD, 4), 1)) {
      assertThat(NormalisedNetwork.read(plain.save(), plain)).isSameAs(plain);
    }
  }

  @Test
  void momentsOfAnotherWorldAreRefused() throws DamagedFileException {
    TensorFile file = network.save();
    file.put("observations.moments", Tensor.of(new double[] {1, 0, 0, 0, 1, 1, 1}));
    try (LearnableNetwork read = NormalisedNetwork.read(file, MlpNetwork.load(file, WORLD))) {
      assertThatThrownBy(() -> read.requireFits(WORLD))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("moments of 3 numbers")
          .hasMessageContaining("two numbers");
    }
  }

  @Test
  void rewardsAreInTheUnitsOfTheTraining() throws DamagedFileException {
    TensorFile file = new TensorFile();
    new RewardScale(4).save(file);
    RewardScale read = RewardScale.read(file);
    assertThat(read.scaled(3)).isEqualTo(3 / Math.sqrt(4 + 1e-8));
    assertThat(read.scaled(-1000)).isEqualTo(-10);
    assertThat(RewardScale.read(new TensorFile())).isEqualTo(RewardScale.NONE);
    assertThat(RewardScale.NONE.scaled(1000)).isEqualTo(1000);
    file.putMetadata("agent.return_variance", "-3");
    assertThatThrownBy(() -> RewardScale.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("expected a variance, got \"-3\"");
  }
}
