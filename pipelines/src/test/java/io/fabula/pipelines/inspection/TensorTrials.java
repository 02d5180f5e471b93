package io.fabula.pipelines.inspection;

import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.catalogue.Worlds;
import io.fabula.envs.platform.Platform;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.NormalisedNetwork;
import io.fabula.model.agents.RewardScale;
import io.fabula.model.detectors.DetectorNetwork;
import io.fabula.model.dl4j.Dl4jNetwork;
import io.fabula.model.impala.ExportedAgent;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.mlp.MlpArchitecture;
import io.fabula.model.mlp.MlpNetwork;
import io.fabula.model.mpdqn.MpDqnArchitecture;
import io.fabula.model.mpdqn.MpDqnNetwork;
import io.fabula.model.mpdqn.ValueForm;
import io.fabula.model.scinet.SelectionArchitecture;
import io.fabula.model.scinet.SelectionNetwork;
import io.fabula.model.simulator.Simulator;
import io.fabula.model.simulator.SimulatorSize;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Readers of weights, checkpoints and networks. */
final class TensorTrials {
  private static final String FILE = "mutated.safetensors";
  private static final EnvironmentSpec WALK = spec("twostage-walk");
  private static final EnvironmentSpec PLATFORM = new Platform().spec();
  private static final SelectionArchitecture SELECTION =
      new SelectionArchitecture(4, 2, 2, List.of(5), List.of(5), List.of(6));

  static final List<ReaderOnTrial> ALL =
      List.of(
          ReaderOnTrial.of(
              "safetensors", FILE, TensorTrials::tensors, f -> TensorInspection.of(f).lines()),
          ReaderOnTrial.of("tensors", FILE, TensorTrials::tensors, TensorFile::read),
          ReaderOnTrial.of("checkpoint", FILE, TensorTrials::checkpoint, TensorFile::readSealed),
          ReaderOnTrial.of("agent", FILE, TensorTrials::agent, TensorTrials::readAgent),
          ReaderOnTrial.of("own-agent", FILE, TensorTrials::ownAgent, TensorTrials::readOwnAgent),
          ReaderOnTrial.of("perceptron", FILE, TensorTrials::perceptron, TensorTrials::readMlp),
          ReaderOnTrial.of("multi-pass-agent", FILE, TensorTrials::mpDqn, TensorTrials::readMpDqn),
          ReaderOnTrial.of("simulator", FILE, TensorTrials::simulator, TensorTrials::readSimulator),
          ReaderOnTrial.of("selection", FILE, TensorTrials::selection, TensorTrials::readSelection),
          ReaderOnTrial.of("detector", FILE, TensorTrials::detector, TensorTrials::readDetector),
          ReaderOnTrial.of(
              "deeplearning4j", "agent.zip", TensorTrials::zip, TensorTrials::readZip));

  private TensorTrials() {}

  private static EnvironmentSpec spec(String world) {
    return Worlds.named(world).orElseThrow().make().spec();
  }

  private static TensorFile three() {
    return new TensorFile()
        .putMetadata("kind", "agent")
        .put("layer.weight", Tensor.of(new float[24], 2, 3, 4))
        .put("steps", Tensor.of(new long[] {7}))
        .put("pixels", Tensor.of(new byte[30]));
  }

  private static void tensors(Path file) throws Exception {
    three().write(file);
  }

  private static void checkpoint(Path file) throws Exception {
    three().writeSealed(file);
  }

  private static ImpalaNetwork smallAgent() {
    return ImpalaNetwork.create(new ImpalaArchitecture(64, 4, 2, List.of(2), 3, 4, true, 15), 1);
  }

  private static void agent(Path file) throws Exception {
    try (ImpalaNetwork network = smallAgent()) {
      network.save().write(file);
    }
  }

  private static void readAgent(Path file) throws Exception {
    TensorFile tensors = TensorFile.read(file);
    RewardScale.read(tensors);
    ImpalaNetwork.load(tensors).close();
  }

  /** Without metadata, as other programs write agents. */
  private static void ownAgent(Path file) throws Exception {
    TensorFile bare = new TensorFile();
    try (ImpalaNetwork network = smallAgent()) {
      TensorFile whole = network.save();
      for (String name : whole.names()) bare.put(name, whole.tensor(name));
    }
    bare.write(file);
  }

  private static void readOwnAgent(Path file) throws Exception {
    ExportedAgent.read(TensorFile.read(file), 64, 4, 2).close();
  }

  private static void perceptron(Path file) throws Exception {
    MlpNetwork network = MlpNetwork.create(MlpArchitecture.of(WALK, 4), 1);
    try (LearnableNetwork standardised = NormalisedNetwork.create(network, WALK, 5)) {
      standardised.save().write(file);
    }
  }

  private static void readMlp(Path file) throws Exception {
    TensorFile tensors = TensorFile.read(file);
    NormalisedNetwork.read(tensors, MlpNetwork.load(tensors, WALK)).close();
  }

  private static void mpDqn(Path file) throws Exception {
    MpDqnArchitecture size = MpDqnArchitecture.of(PLATFORM, ValueForm.MULTI_PASS, List.of(3));
    try (MpDqnNetwork network = MpDqnNetwork.create(size, true, 1)) {
      network.save().write(file);
    }
  }

  private static void readMpDqn(Path file) throws Exception {
    MpDqnNetwork.load(TensorFile.read(file), PLATFORM).close();
  }

  private static void simulator(Path file) throws Exception {
    SimulatorSize size =
        new SimulatorSize(
            16,
            List.of(2, 2),
            2,
            2,
            3,
            2,
            2,
            3,
            List.of(2, 2),
            2,
            4,
            SimulatorSize.mini(16, 4, 15).decoderLayers(),
            1,
            2,
            4,
            15);
    try (Simulator simulator = Simulator.create(size, 1)) {
      simulator.save().write(file);
    }
  }

  private static void readSimulator(Path file) throws Exception {
    Simulator.load(TensorFile.read(file)).close();
  }

  private static void selection(Path file) throws Exception {
    TensorFile tensors = new TensorFile();
    try (SelectionNetwork network = SelectionNetwork.create(SELECTION, 2, -10, 1)) {
      network.save(tensors);
    }
    tensors.write(file);
  }

  private static void readSelection(Path file) throws Exception {
    SelectionNetwork.read(TensorFile.read(file), SELECTION).close();
  }

  private static void detector(Path file) throws Exception {
    try (DetectorNetwork network = DetectorNetwork.create(6, 3, 1)) {
      network.save().write(file);
    }
  }

  private static void readDetector(Path file) throws Exception {
    DetectorNetwork.load(TensorFile.read(file)).close();
  }

  private static void zip(Path file) throws Exception {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(5).nOut(3).activation(Activation.TANH).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(3)
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    ModelSerializer.writeModel(network, file.toFile(), false);
  }

  private static void readZip(Path file) throws Exception {
    Dl4jNetwork.read(file, WALK);
  }
}
