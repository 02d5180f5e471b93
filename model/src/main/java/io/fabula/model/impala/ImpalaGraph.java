package io.fabula.model.impala;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Convolutions;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Pooling;
import io.fabula.model.graph.Recurrent;
import io.fabula.model.graph.Shaping;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds an agent's layers into a graph. With a frozen view of the parameters gradients flow
 * through the agent to what it looks at, as in a simulator.
 */
public final class ImpalaGraph {
  /** The parameter that holds the trainable initial hidden state. */
  static final String INITIAL_STATE = "init_hx";

  private final ImpalaArchitecture agent;
  private final Graph graph;
  private final Parameters parameters;

  /**
   * What an agent computes.
   *
   * @param blocks feature maps behind each block, {@code [batch, side, side, channels]}
   * @param embedding {@code [batch, embedding]}
   * @param hidden hidden state after the step, {@code [batch, hidden]}; the embedding itself
   *     without recurrence
   * @param logits raw outputs of the policy head, {@code [batch, actions]}
   * @param value {@code [batch, 1]}
   */
  public record Outputs(List<Node> blocks, Node embedding, Node hidden, Node logits, Node value) {
    public Outputs {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * @param parameters of an agent of this size, or a frozen view of them
   */
  public ImpalaGraph(ImpalaArchitecture agent, Graph graph, Parameters parameters) {
    this.agent = agent;
    this.graph = graph;
    this.parameters = parameters;
  }

  /**
   * One step of a batch.
   *
   * @param view {@code [batch, side, side, 3]}, 0 to 1
   * @param hidden {@code [batch, hidden]}, already masked where episodes begin; ignored without
   *     recurrence
   */
  public Outputs step(Node view, Node hidden) {
    List<Node> blocks = new ArrayList<>();
    Node embedding = embed(view, blocks);
    return heads(blocks, embedding, memory(embedding, hidden));
  }

  /**
   * A block of steps, time-major: row {@code t * worlds + n}.
   *
   * @param views {@code [steps * worlds, side, side, 3]}
   * @param masks {@code [steps, worlds]}: 0 where an episode begins
   * @param initialHidden {@code [worlds, hidden]}, before the first mask
   * @param trainableInitialState whether episodes begin from {@code init_hx} instead of zeros
   */
  public Outputs block(Node views, Node masks, Node initialHidden, boolean trainableInitialState) {
    List<Node> blocks = new ArrayList<>();
    Node embedding = embed(views, blocks);
    if (!agent.recurrent()) return heads(blocks, embedding, embedding);
    int steps = masks.shape().dim(0);
    int worlds = masks.shape().dim(1);
    Node inputs = Shaping.reshape(embedding, steps, worlds, agent.embedding());
    Node states =
        trainableInitialState
            ? Recurrent.maskedGru(
                inputs,
                initialHidden,
                masks,
                graph.parameter(parameters, INITIAL_STATE),
                gruWeights())
            : Recurrent.maskedGru(inputs, initialHidden, masks, gruWeights());
    return heads(blocks, embedding, Shaping.reshape(states, steps * worlds, agent.hidden()));
  }

  /** What policy and value are read from a state: {@code [batch, actions]}, {@code [batch, 1]}. */
  record Readout(Node logits, Node value) {}

  /** Only what the agent makes of a view, {@code [batch, embedding]}. */
  Node embedding(Node view) {
    return embed(view, new ArrayList<>());
  }

  /** Only the state after a step, {@code [batch, hidden]}; the embedding without recurrence. */
  Node memory(Node embedding, Node hidden) {
    return agent.recurrent() ? Recurrent.gruStep(embedding, hidden, gruWeights()) : embedding;
  }

  /** Only what is read from a state, {@code [batch, hidden]}. */
  Readout readout(Node hidden) {
    return new Readout(dense(hidden, "fc_policy"), dense(hidden, "fc_value"));
  }

  private Node embed(Node view, List<Node> blocks) {
    Node x = view;
    for (int block = 1; block <= agent.channels().size(); block++) {
      String name = "embedder.block" + block;
      int stride = block == 1 ? agent.stride() : 1;
      x = Pooling.maxPool(convolution(x, name + ".conv", stride), 3, 2, 1);
      for (int residual = 1; residual <= ImpalaArchitecture.RESIDUALS; residual++) {
        String part = name + ".res" + residual;
        Node inner = convolution(Elementwise.relu(x), part + ".conv1", 1);
        x = Arithmetic.add(x, convolution(Elementwise.relu(inner), part + ".conv2", 1));
      }
      blocks.add(x);
    }
    Node features = Shaping.flattenImage(Elementwise.relu(x));
    return Elementwise.relu(dense(features, "embedder.fc"));
  }

  private Outputs heads(List<Node> blocks, Node embedding, Node hidden) {
    Readout readout = readout(hidden);
    return new Outputs(blocks, embedding, hidden, readout.logits(), readout.value());
  }

  private Node convolution(Node x, String name, int stride) {
    return Convolutions.conv2d(
        x,
        graph.parameter(parameters, name + ".weight"),
        graph.parameter(parameters, name + ".bias"),
        stride,
        1);
  }

  private Node dense(Node x, String name) {
    return Linear.dense(
        x,
        graph.parameter(parameters, name + ".weight"),
        graph.parameter(parameters, name + ".bias"));
  }

  private Recurrent.GruWeights gruWeights() {
    return new Recurrent.GruWeights(
        gru("weight_ih"), gru("weight_hh"), gru("bias_ih"), gru("bias_hh"));
  }

  private Node gru(String name) {
    return graph.parameter(parameters, "gru.gru." + name + "_l0");
  }
}
