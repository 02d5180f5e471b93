package io.fabula.model.agile;

import io.fabula.model.agents.ActionHead;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Selection;
import io.fabula.model.graph.Shaping;
import io.fabula.model.sets.Members;
import io.fabula.model.sets.Perceptron;
import io.fabula.model.sets.RelationBlock;
import io.fabula.model.sets.TensorNodes;
import java.util.List;

/** Builds an agent's layers into a graph. */
final class SetGraph {
  private final SetArchitecture agent;
  private final TensorNodes tensors;
  private final Node input;
  private final int rows;
  private final int places;
  private final SetArchitecture.Layout layout;
  private final Members members;
  private List<Node> attention = List.of();

  /**
   * What an agent computes.
   *
   * @param policy raw outputs, {@code [rows, head.outputs]}
   * @param value {@code [rows, 1]}
   * @param attention weights of each layer of the graph that explains the agent, {@code [rows,
   *     places, places]}; empty for agents without
   */
  record Outputs(Node policy, Node value, List<Node> attention) {}

  private SetGraph(SetArchitecture agent, Graph graph, Parameters parameters, Node input) {
    this.agent = agent;
    this.input = input;
    tensors = new TensorNodes(graph, parameters);
    rows = input.shape().dim(0);
    places = agent.places();
    layout = agent.layout();
    members =
        agent.padded()
            ? Members.of(piece(layout.taken(), layout.ids()))
            : Members.all(graph, rows, places);
  }

  /**
   * Builds an agent.
   *
   * @param input {@code [rows, layout.width]}
   */
  static Outputs build(SetArchitecture agent, Graph graph, Parameters parameters, Node input) {
    return new SetGraph(agent, graph, parameters, input).outputs();
  }

  private Node piece(int from, int to) {
    return Shaping.slice(input, 1, from, to);
  }

  private Outputs outputs() {
    Node observation = piece(0, layout.described());
    Node state = agent.encoder().of(observation, tensors);
    Node criticState =
        agent.options().ownCriticState() ? agent.criticEncoder().of(observation, tensors) : state;
    boolean catalogue = agent.agent().scores() == SetAgent.Scores.CATALOGUE;
    Node actions = catalogue ? state : actions(); // not used by agents with fixed outputs
    Node features = catalogue ? actions : features(state, actions);
    Node actor;
    Node critic;
    if (agent.agent().context() == SetAgent.Context.NONE) {
      actor = state;
      critic = criticState;
    } else {
      Node context = context(criticState, actions);
      actor = Shaping.concat(1, state, context);
      critic = Shaping.concat(1, criticState, context);
    }
    Node hidden = trunk(actor, "actor");
    Node value = tensors.dense(trunk(critic, "critic"), SetArchitecture.VALUE);
    Node scores = catalogue ? fixedOutputs(hidden) : utilities(hidden, features);
    Node logits = members.logits(scores, ActionHead.EXCLUDED);
    Node policy =
        agent.actions().parameters().isEmpty()
            ? logits
            : Shaping.concat(1, logits, parameters(hidden));
    return new Outputs(policy, value, attention);
  }

  /** The embedded actions, {@code [rows, places, H]}. */
  private Node actions() {
    Node described = piece(layout.described(), layout.taken());
    int size = agent.actions().representationSize();
    return tensors.dense(Shaping.reshape(described, rows, places, size), SetArchitecture.ACTION);
  }

  /** What actions are scored from, {@code [rows, places, width]}. */
  private Node features(Node state, Node actions) {
    if (agent.agent().scores() == SetAgent.Scores.ACTIONS) return actions;
    Node nodes = nodes(agent.actionNodes(), state, actions);
    RelationBlock.Related related = agent.actionGraph().of(nodes, members, tensors);
    attention = related.attention();
    // the block has added its input already: as published it enters twice
    Node relations = Arithmetic.add(related.members(), nodes);
    return agent.options().ownFeaturesToo() ? Shaping.concat(2, relations, actions) : relations;
  }

  private Node nodes(Perceptron perceptron, Node state, Node actions) {
    return agent.agent().nodes() == SetAgent.Nodes.ACTION
        ? actions
        : joined(perceptron, state, actions);
  }

  /** What actor and critic know of the set, {@code [rows, width]}. */
  private Node context(Node state, Node actions) {
    if (agent.agent().context() == SetAgent.Context.AVAILABILITY) {
      Node available = piece(layout.availability(), layout.width());
      return agent.options().encodesAvailability()
          ? agent.availabilityEncoder().of(available, tensors)
          : available;
    }
    Node nodes = nodes(agent.summaryNodes(), state, actions);
    if (agent.agent().context() != SetAgent.Context.RELATIONS) {
      return agent.summary().of(nodes, members, tensors);
    }
    RelationBlock.Related related = agent.summaryGraph().of(nodes, members, tensors);
    if (attention.isEmpty()) attention = related.attention();
    return members.mean(related.members());
  }

  private Node trunk(Node x, String name) {
    return activation(tensors.dense(activation(tensors.dense(x, name + ".0")), name + ".2"));
  }

  private Node activation(Node x) {
    return switch (agent.options().activation()) {
      case TANH -> Elementwise.tanh(x);
      case RELU -> Elementwise.relu(x);
    };
  }

  private Node utilities(Node hidden, Node features) {
    return Shaping.reshape(joined(agent.utility(), hidden, features), rows, places);
  }

  /**
   * A perceptron on {@code [shared, each]} for every place; the part of its first layer that reads
   * what all places share is computed once.
   *
   * @param shared {@code [rows, a]}
   * @param each {@code [rows, places, b]}
   */
  private Node joined(Perceptron perceptron, Node shared, Node each) {
    int width = shared.shape().last();
    Linear.Layer first = tensors.layer(perceptron.name() + ".0");
    Node weight = first.weight();
    int all = weight.shape().dim(1);
    Node ofShared = Linear.dense(shared, Shaping.slice(weight, 1, 0, width), first.bias());
    Node ofEach = Linear.dense(each, Shaping.slice(weight, 1, width, all));
    Node sum = Arithmetic.add(ofEach, Shaping.reshape(ofShared, rows, 1, ofShared.shape().last()));
    return tensors.dense(Elementwise.relu(sum), perceptron.name() + ".2");
  }

  /** Of the outputs for the whole catalogue those of the available actions, in their order. */
  private Node fixedOutputs(Node hidden) {
    int catalogue = agent.actions().catalogue();
    Node all = tensors.dense(hidden, SetArchitecture.OUTPUT);
    float[] firsts = new float[rows];
    for (int i = 0; i < rows; i++) firsts[i] = (float) i * catalogue;
    Node at =
        Arithmetic.add(
            piece(layout.ids(), layout.availability()), tensors.graph().constant(firsts, rows, 1));
    Node chosen = Selection.rows(Shaping.reshape(all, rows * catalogue, 1), at);
    return Shaping.reshape(chosen, rows, places);
  }

  /** Both numbers of each parameter's distribution, side by side. */
  private Node parameters(Node hidden) {
    int count = agent.actions().parameters().size();
    Node alpha = Shaping.reshape(tensors.dense(hidden, SetArchitecture.ALPHA), rows, count, 1);
    Node beta = Shaping.reshape(tensors.dense(hidden, SetArchitecture.BETA), rows, count, 1);
    return Shaping.reshape(Shaping.concat(2, alpha, beta), rows, 2 * count);
  }
}
