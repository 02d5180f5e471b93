package io.fabula.model.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A simulator's size and weights. */
public final class Simulator implements AutoCloseable {
  private static final String SIZE = "simulator.size";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SimulatorSize size;
  private final List<SimulatorTensor> tensors;
  private final Parameters parameters;

  private Simulator(SimulatorSize size) {
    this.size = size;
    tensors = SimulatorTensors.of(size);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (SimulatorTensor tensor : tensors) {
      shapes.put(
          tensor.name(), Shape.of(tensor.shape().stream().mapToInt(Integer::intValue).toArray()));
    }
    parameters = Parameters.of(shapes);
  }

  /** A simulator whose weights are all zero, to be set. */
  static Simulator empty(SimulatorSize size) {
    return new Simulator(size);
  }

  /** A new simulator whose weights are drawn from {@code seed} as PyTorch's layers draw theirs. */
  public static Simulator create(SimulatorSize size, long seed) {
    Simulator simulator = new Simulator(size);
    for (int i = 0; i < simulator.tensors.size(); i++) {
      SimulatorTensor tensor = simulator.tensors.get(i);
      RandomStream random = new RandomStream(Seeds.of(seed, "simulator weights", i));
      float[] values = new float[tensor.size()];
      for (int k = 0; k < values.length; k++) {
        double spread = tensor.bound() == 0 ? 0 : tensor.bound() * (2 * random.nextDouble() - 1);
        values[k] = (float) (tensor.start() + spread);
      }
      simulator.parameters.set(tensor.name(), values);
    }
    return simulator;
  }

  /**
   * The simulator of a file, which may be a training checkpoint.
   *
   * @throws DamagedFileException if the file does not describe a simulator or lacks a tensor
   */
  public static Simulator load(TensorFile file) throws DamagedFileException {
    SimulatorSize size = sizeOf(file);
    for (SimulatorTensor each : SimulatorTensors.of(size)) file.floats(each.name(), each.shape());
    Simulator simulator = new Simulator(size);
    try {
      simulator.takeWeights(file);
      return simulator;
    } catch (DamagedFileException e) {
      simulator.close();
      throw e;
    }
  }

  /** Takes the weights of a file for a simulator of this size. */
  void restore(TensorFile file) throws DamagedFileException {
    SimulatorSize found = sizeOf(file);
    if (!found.equals(size)) {
      throw new DamagedFileException(
          file.source(), "metadata \"" + SIZE + "\"", "expected " + size + ", got " + found);
    }
    takeWeights(file);
  }

  private void takeWeights(TensorFile file) throws DamagedFileException {
    for (SimulatorTensor tensor : tensors) {
      parameters.set(tensor.name(), file.floats(tensor.name(), tensor.shape()));
    }
  }

  private static SimulatorSize sizeOf(TensorFile file) throws DamagedFileException {
    try {
      return JSON.readValue(file.metadata(SIZE), SimulatorSize.class);
    } catch (JsonProcessingException e) {
      throw new DamagedFileException(
          file.source(),
          "metadata \"" + SIZE + "\"",
          "no simulator's size: " + e.getOriginalMessage());
    }
  }

  /** The simulator as a file: weights under their names, the size in the metadata. */
  public TensorFile save() {
    TensorFile file = new TensorFile();
    try {
      file.putMetadata(SIZE, JSON.writeValueAsString(size));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the size cannot be written", e);
    }
    for (SimulatorTensor tensor : tensors) {
      file.put(tensor.name(), new Tensor.Floats(tensor.shape(), parameters.get(tensor.name())));
    }
    return file;
  }

  /** All widths. */
  public SimulatorSize size() {
    return size;
  }

  /** The number of trained parameters. */
  public long parameterCount() {
    return parameters.count();
  }

  /** The weights; they may change only while no plan runs. */
  Parameters parameters() {
    return parameters;
  }

  List<SimulatorTensor> tensors() {
    return tensors;
  }

  /**
   * Checks that an agent fits into this simulator.
   *
   * @throws IllegalArgumentException naming what differs
   */
  void requireFits(AgentInLoop agent) {
    require("frame side", size.frameSide(), agent.frameSide());
    require("agent state width", size.agentHidden(), agent.hidden());
    require("number of actions", size.actions(), agent.actions());
  }

  private static void require(String what, int simulator, int agent) {
    if (simulator != agent) {
      throw new IllegalArgumentException(
          "the simulator's " + what + " is " + simulator + ", the agent's " + agent);
    }
  }

  /** Returns the weights' memory. */
  @Override
  public void close() {
    parameters.close();
  }
}
