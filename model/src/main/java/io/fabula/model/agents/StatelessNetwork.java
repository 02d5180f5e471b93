package io.fabula.model.agents;

import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;

/** What trainable networks without state have in common: their parameters, and single steps. */
public abstract class StatelessNetwork implements LearnableNetwork {
  private final Parameters parameters;

  /**
   * @param parameters closed with this
   */
  protected StatelessNetwork(Parameters parameters) {
    this.parameters = parameters;
  }

  /** Numbers of a row of input. */
  protected abstract int inputSize();

  /** Builds the network over an input of {@code [rows, inputSize]}. */
  protected abstract BlockLearningPlan.Outputs build(Graph graph, Node input);

  /**
   * A network that was just made, with the parameters of a file.
   *
   * @throws DamagedFileException if they do not fit; the network is then closed
   */
  protected static <N extends StatelessNetwork> N restored(N network, TensorFile file)
      throws DamagedFileException {
    try {
      network.restore(file);
      return network;
    } catch (DamagedFileException e) {
      network.close();
      throw e;
    }
  }

  @Override
  public final Parameters parameters() {
    return parameters;
  }

  @Override
  public final int stateSize() {
    return 0;
  }

  @Override
  public final boolean recurrent() {
    return false;
  }

  @Override
  public final LearningPlan learning(int steps, int worlds, Gradients target) {
    int rows = Math.multiplyExact(steps, worlds);
    return new BlockLearningPlan(steps, worlds, 0, graph -> rows(graph, rows), parameters, target);
  }

  private BlockLearningPlan.Block rows(Graph graph, int rows) {
    Node input = graph.input("input", rows, inputSize());
    return new BlockLearningPlan.Block(input, null, build(graph, input));
  }

  @Override
  public final void close() {
    parameters.close();
  }
}
