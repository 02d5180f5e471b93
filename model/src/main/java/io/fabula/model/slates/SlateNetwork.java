package io.fabula.model.slates;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/** The weights of an agent that shows slates. */
public final class SlateNetwork implements AutoCloseable {
  private static final String FORMAT = "slates.format";
  private static final String FORMAT_VALUE = "fabula-slates-1";
  private static final String AGENT = "slates.agent";

  private final SlateArchitecture architecture;
  private final SlateWeights weights;

  private SlateNetwork(SlateArchitecture architecture) {
    this.architecture = architecture;
    weights = new SlateWeights(architecture);
  }

  /**
   * A new agent with the published beginning: hidden layers Xavier-normal with gain sqrt(2) and
   * zero bias, recurrent cells uniform in +-1/sqrt(hidden), other linear layers uniform in
   * +-1/sqrt(fan-in), attention vectors Xavier-uniform with gain 1.414.
   */
  public static SlateNetwork create(SlateArchitecture architecture, long seed) {
    SlateNetwork network = new SlateNetwork(architecture);
    network.weights.initialise(seed);
    return network;
  }

  /**
   * The agent of a file.
   *
   * @param architecture what the file must hold
   * @throws DamagedFileException if it holds another agent, or none
   */
  public static SlateNetwork load(TensorFile file, SlateArchitecture architecture)
      throws DamagedFileException {
    require(file, FORMAT, FORMAT_VALUE);
    require(file, AGENT, architecture.toString());
    SlateNetwork network = new SlateNetwork(architecture);
    try {
      network.weights.restore(file, "");
      return network;
    } catch (DamagedFileException e) {
      network.close();
      throw e;
    }
  }

  private static void require(TensorFile file, String key, String value)
      throws DamagedFileException {
    if (!file.metadata(key).equals(value)) {
      throw new DamagedFileException(
          file.source(),
          "metadata \"" + key + "\"",
          "expected " + value + ", got " + file.metadata(key));
    }
  }

  /** The size of the agent. */
  public SlateArchitecture architecture() {
    return architecture;
  }

  SlateWeights weights() {
    return weights;
  }

  /** The names of all tensors, {@code module.tensor}. */
  public List<String> tensors() {
    return weights.names();
  }

  /** A copy of a tensor's values, row-major. */
  public float[] tensor(String name) {
    return weights.get(name);
  }

  /** Sets a tensor's values, row-major. */
  public void setTensor(String name, float[] values) {
    weights.set(name, values);
  }

  /** Number of all weights of tensors whose names begin so; all for an empty beginning. */
  public long parameterCount(String prefix) {
    return weights.count(prefix);
  }

  /** The agent as a file that {@link #load} reads. */
  public TensorFile save() {
    TensorFile file = new TensorFile();
    file.putMetadata(FORMAT, FORMAT_VALUE);
    file.putMetadata(AGENT, architecture.toString());
    weights.save(file, "");
    return file;
  }

  /** A copy of the agent as it is now. */
  public SlateNetwork copy() {
    SlateNetwork copy = new SlateNetwork(architecture);
    copy.weights.copyFrom(weights);
    return copy;
  }

  /** A copy of the agent as it is now, for another number of candidates. */
  public SlateNetwork withCandidates(int count) {
    SlateNetwork copy = new SlateNetwork(architecture.withCandidates(count));
    copy.weights.copyFrom(weights);
    return copy;
  }

  @Override
  public void close() {
    weights.close();
  }
}
