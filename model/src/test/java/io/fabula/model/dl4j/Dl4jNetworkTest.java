package io.fabula.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.catalogue.Worlds;
import io.fabula.envs.platform.Platform;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.EpisodeRecorder;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agents.RecordedEpisode;
import io.fabula.model.agents.RecordedStep;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class Dl4jNetworkTest {
  @TempDir Path directory;

  static MultiLayerNetwork layers(int in, int out, Activation last) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(1e-3))
                .list()
                .layer(dense(in, 7))
                .layer(output(7, out, last))
                .build());
    network.init();
    return network;
  }

  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  private static OutputLayer output(int in, int out, Activation activation) {
    LossFunction loss = activation == Activation.SOFTMAX ? LossFunction.MCXENT : LossFunction.MSE;
    return new OutputLayer.Builder(loss).nIn(in).nOut(out).activation(activation).build();
  }

  @Test
  void playsByTheProbabilitiesOfItsLayers() throws Exception {
    MultiLayerNetwork own = layers(5, 4, Activation.SOFTMAX);
    Path file = directory.resolve("agent.zip");
    ModelSerializer.writeModel(own, file.toFile(), true);
    Environment world = world("twostage-walk");
    NetworkPolicy policy = NetworkPolicy.sampled(Dl4jNetwork.read(file, world.spec()));
    List<RecordedEpisode> episodes = new ArrayList<>();
    try (EpisodeRecorder recorder =
        new EpisodeRecorder(
            policy, () -> world("twostage-walk"), 3, EpisodeRecorder.Options.all(), 1)) {
      recorder.record(0, 5, episodes::add);
    }
    assertThat(episodes).hasSize(5);
    for (RecordedEpisode episode : episodes) {
      for (RecordedStep step : episode.steps()) {
        INDArray expected = own.output(Nd4j.createFromArray(new float[][] {step.floats()}));
        for (int a = 0; a < 4; a++) {
          // another batch size may take another kernel; sums of 7 terms below 1
          assertThat(Math.exp(step.distribution()[a]))
              .isCloseTo(expected.getDouble(0, a), within(1e-6));
        }
        int chosen = ((Action.Discrete) step.action()).index();
        assertThat(step.logProbability()).isEqualTo(step.distribution()[chosen]);
        assertThat(step.value()).isZero();
      }
    }
  }

  @Test
  void takesPolicyAndValueOfAGraph() throws Exception {
    ComputationGraph own =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(4)
                .graphBuilder()
                .addInputs("observation")
                .addLayer("hidden", dense(9, 6), "observation")
                .addLayer("value", output(6, 1, Activation.IDENTITY), "hidden")
                .addLayer("policy", output(6, 9, Activation.IDENTITY), "hidden")
                .setOutputs("value", "policy")
                .build());
    own.init();
    Path file = directory.resolve("graph.zip");
    ModelSerializer.writeModel(own, file.toFile(), false);
    Environment world = new Platform();
    world.reset(1);
    Dl4jNetwork network = Dl4jNetwork.read(file, world.spec());
    try (ActingPlan plan = network.acting(1)) {
      float[] seen = look(network, world, plan);
      plan.run();
      INDArray[] expected = own.output(Nd4j.createFromArray(new float[][] {seen}));
      assertThat(plan.outputs()).isEqualTo(expected[1].toFloatVector());
      assertThat(plan.values()).isEqualTo(expected[0].toFloatVector());
    }
  }

  @Test
  void showsImagesChannelByChannel() throws Exception {
    MultiLayerNetwork own =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(8, 8)
                        .nIn(3)
                        .nOut(2)
                        .stride(8, 8)
                        .activation(Activation.RELU)
                        .build())
                .layer(output(2 * 8 * 8, 16, Activation.IDENTITY))
                .setInputType(InputType.convolutional(64, 64, 3))
                .build());
    own.init();
    Path file = directory.resolve("images.zip");
    ModelSerializer.writeModel(own, file.toFile(), false);
    Environment world = world("coinrun-easy");
    world.reset(2);
    Dl4jNetwork network = Dl4jNetwork.read(file, world.spec());
    byte[] frame = new byte[64 * 64 * 3];
    world.observe(frame, 0);
    INDArray image = Nd4j.create(1, 3, 64, 64);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        for (int c = 0; c < 3; c++) {
          float brightness = (frame[(y * 64 + x) * 3 + c] & 0xFF) / 255f;
          image.putScalar(new int[] {0, c, y, x}, brightness);
        }
      }
    }
    try (ActingPlan plan = network.acting(1)) {
      look(network, world, plan);
      plan.run();
      float[] expected = own.output(image).toFloatVector();
      assertThat(plan.outputs()).isEqualTo(Arrays.copyOf(expected, 15));
      assertThat(plan.values()[0]).as("one output more than actions").isEqualTo(expected[15]);
    }
  }

  @Test
  void refusesNetworksThatDoNotFit() throws Exception {
    Path file = directory.resolve("agent.zip");
    ModelSerializer.writeModel(layers(5, 3, Activation.IDENTITY), file.toFile(), false);
    assertThatThrownBy(() -> Dl4jNetwork.read(file, world("twostage-walk").spec()))
        .hasMessageContaining("agent.zip")
        .hasMessageContaining("\"policy\" must have 4 numbers");
    assertThatThrownBy(() -> Dl4jNetwork.read(file, world("recsim").spec()))
        .hasMessageContaining("slate");
    assertThatThrownBy(() -> Dl4jNetwork.read(file, new Platform().spec()))
        .hasMessageContaining("does not fit \"platform\"");
    File right = directory.resolve("right.zip").toFile();
    ModelSerializer.writeModel(layers(5, 4, Activation.IDENTITY), right, false);
    Dl4jNetwork fits = Dl4jNetwork.read(right.toPath(), world("twostage-walk").spec());
    assertThatThrownBy(() -> fits.requireFits(new Platform().spec()))
        .hasMessageContaining("platform");
  }

  private static float[] look(Dl4jNetwork network, Environment world, ActingPlan plan) {
    ObservationBatch seen = new ObservationBatch(world.spec().observations(), 1);
    seen.put(0, world);
    InputBuffer input = network.inputs(1);
    input.put(0, seen, 0, world.availableActions());
    input.expand(0, plan.inputs(), 0);
    return plan.inputs();
  }

  private static Environment world(String name) {
    return Worlds.named(name).orElseThrow().make();
  }
}
