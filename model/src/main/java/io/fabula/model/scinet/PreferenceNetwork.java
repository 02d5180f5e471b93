package io.fabula.model.scinet;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Reductions;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/** A preference network and its weights. Close it when no plan uses it any more. */
public final class PreferenceNetwork implements AutoCloseable {
  private final PreferenceArchitecture architecture;
  private final Parameters parameters;

  private PreferenceNetwork(PreferenceArchitecture architecture) {
    this.architecture = architecture;
    parameters = Parameters.of(architecture.parameters());
  }

  /** A network before training, weights drawn as published. */
  public static PreferenceNetwork create(PreferenceArchitecture architecture, long seed) {
    PreferenceNetwork network = new PreferenceNetwork(architecture);
    RandomStream random = new RandomStream(Seeds.of(seed, "weights"));
    architecture.stack().initialiseForRelu(network.parameters, random);
    return network;
  }

  public PreferenceArchitecture architecture() {
    return architecture;
  }

  /** The trained parameters. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * From the hidden layers' input after layer {@code from - 1} to the preference.
   *
   * @return {@code [rows, 1]}
   */
  Node output(Graph graph, Node x, int from) {
    Node last =
        architecture.stack().build(graph, parameters, x, from, (i, y) -> Elementwise.relu(y));
    return Elementwise.offset(Reductions.sumKeeping(last, 1), 1);
  }

  /** Adds the weights to a file. */
  void save(TensorFile file) {
    for (String name : parameters.names()) {
      file.put(name, new Tensor.Floats(shape(name), parameters.get(name)));
    }
  }

  /** Takes the weights from a file. */
  void restore(TensorFile file) throws DamagedFileException {
    for (String name : parameters.names()) parameters.set(name, file.floats(name, shape(name)));
  }

  private List<Integer> shape(String name) {
    return parameters.shape(name).toList();
  }

  @Override
  public void close() {
    parameters.close();
  }
}
