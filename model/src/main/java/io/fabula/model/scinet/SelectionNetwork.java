package io.fabula.model.scinet;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of an encoder with its decoders, and the noise parameters: one vector at the encoder
 * and one per agent's decoder, natural logarithms of the noise's deviation over the signal's. Close
 * it when no plan uses it any more.
 */
public final class SelectionNetwork implements AutoCloseable {
  private final SelectionArchitecture architecture;
  private final Parameters shared;
  private final Parameters encoderNoise;
  private final List<Parameters> decoders = new ArrayList<>();
  private final List<Parameters> decoderNoises = new ArrayList<>();

  private SelectionNetwork(SelectionArchitecture architecture, int agents) {
    if (agents < 1) throw new IllegalArgumentException("agents must be at least 1, got " + agents);
    this.architecture = architecture;
    shared = Parameters.of(architecture.shared());
    encoderNoise = Parameters.of(architecture.noise());
    for (int e = 0; e < agents; e++) {
      decoders.add(Parameters.of(architecture.decoderParameters()));
      decoderNoises.add(Parameters.of(architecture.noise()));
    }
  }

  /**
   * Networks before training, weights drawn as published.
   *
   * @param logNoise what all noise parameters begin with; published -10
   */
  public static SelectionNetwork create(
      SelectionArchitecture architecture, int agents, double logNoise, long seed) {
    SelectionNetwork network = new SelectionNetwork(architecture, agents);
    RandomStream random = new RandomStream(Seeds.of(seed, "encoder"));
    architecture.encoderStack().initialiseByFanIn(network.shared, random);
    architecture.autoencoderStack().initialiseByFanIn(network.shared, random);
    float[] noise = new float[architecture.latents()];
    Arrays.fill(noise, (float) logNoise);
    network.encoderNoise.set(SelectionArchitecture.NOISE, noise);
    for (int e = 0; e < agents; e++) {
      Parameters decoder = network.decoders.get(e);
      architecture
          .decoderStack()
          .initialiseForRelu(decoder, new RandomStream(Seeds.of(seed, "decoder", e)));
      float[] ones = new float[architecture.decoderStack().output()];
      Arrays.fill(ones, 1);
      decoder.set(SelectionArchitecture.OUTPUT_WEIGHT, ones);
      network.decoderNoises.get(e).set(SelectionArchitecture.NOISE, noise);
    }
    return network;
  }

  /** Trained networks from a file that {@link #save} wrote. */
  public static SelectionNetwork read(TensorFile file, SelectionArchitecture architecture)
      throws DamagedFileException {
    long agents = file.longs("agents", 1)[0];
    if (agents < 1 || agents > file.names().size()) {
      throw new DamagedFileException(file.source(), "tensor \"agents\"", "it says " + agents);
    }
    SelectionNetwork network = new SelectionNetwork(architecture, (int) agents);
    try {
      network.restore(file);
      return network;
    } catch (DamagedFileException e) {
      network.close();
      throw e;
    }
  }

  public SelectionArchitecture architecture() {
    return architecture;
  }

  /** Number of agents. */
  public int agents() {
    return decoders.size();
  }

  /** Weights of the encoder and of the decoder that rebuilds the observation. */
  public Parameters shared() {
    return shared;
  }

  /** Weights of one agent's decoder. */
  public Parameters decoder(int agent) {
    return decoders.get(agent);
  }

  /** The noise parameters of the encoder as parameters, {@code [latents]}. */
  public Parameters encoderNoise() {
    return encoderNoise;
  }

  /** The noise parameters of one decoder as parameters, {@code [latents]}. */
  public Parameters decoderNoise(int agent) {
    return decoderNoises.get(agent);
  }

  /** A copy of the encoder's noise parameters. */
  public float[] encoderLogNoise() {
    return encoderNoise.get(SelectionArchitecture.NOISE);
  }

  /** A copy of a decoder's noise parameters. */
  public float[] decoderLogNoise(int agent) {
    return decoderNoises.get(agent).get(SelectionArchitecture.NOISE);
  }

  /** Adds everything to a file. */
  public void save(TensorFile file) {
    file.put("agents", Tensor.of(new long[] {agents()}));
    save(file, "shared.", shared);
    save(file, "encoder.", encoderNoise);
    for (int e = 0; e < agents(); e++) {
      save(file, "decoder" + e + ".", decoders.get(e));
      save(file, "decoder" + e + ".", decoderNoises.get(e));
    }
  }

  void restore(TensorFile file) throws DamagedFileException {
    restore(file, "shared.", shared);
    restore(file, "encoder.", encoderNoise);
    for (int e = 0; e < agents(); e++) {
      restore(file, "decoder" + e + ".", decoders.get(e));
      restore(file, "decoder" + e + ".", decoderNoises.get(e));
    }
  }

  private static void save(TensorFile file, String prefix, Parameters parameters) {
    for (String name : parameters.names()) {
      Shape shape = parameters.shape(name);
      file.put(prefix + name, Tensor.of(parameters.get(name), shape.dims()));
    }
  }

  private static void restore(TensorFile file, String prefix, Parameters parameters)
      throws DamagedFileException {
    for (String name : parameters.names()) {
      List<Integer> shape = parameters.shape(name).toList();
      parameters.set(name, file.floats(prefix + name, shape));
    }
  }

  @Override
  public void close() {
    shared.close();
    encoderNoise.close();
    decoders.forEach(Parameters::close);
    decoderNoises.forEach(Parameters::close);
  }
}
