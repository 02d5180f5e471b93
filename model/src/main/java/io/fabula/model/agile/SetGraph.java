package io.fabula.model.agile;

import io.fabula.model.agents.ActionHead;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Selection;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.ops.LinearForm;
import io.fabula.model.sets.Members;
import io.fabula.model.sets.Perceptron;
import io.fabula.model.sets.RelationBlock;
import io.fabula.model.sets.TensorNodes;
import java.util.ArrayList;
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
    LinearForm state = agent.encoder().of(observation, tensors);
    LinearForm criticState =
        agent.options().ownCriticState() ? agent.criticEncoder().of(observation, tensors) : state;
    boolean catalogue = agent.agent().scores() == SetAgent.Scores.CATALOGUE;
    LinearForm actions = catalogue ? state : actions(); // not used by agents with fixed outputs
    LinearForm[] actor = {state};
    LinearForm[] critic = {criticState};
    if (agent.agent().context() != SetAgent.Context.NONE) {
      LinearForm context = context(criticState, actions);
      actor = new LinearForm[] {state, context};
      critic = new LinearForm[] {criticState, context};
    }
    Node hidden = trunk("actor", actor);
    Node value = tensors.dense(trunk("critic", critic), SetArchitecture.VALUE);
    Node scores = catalogue ? fixedOutputs(hidden) : utilities(hidden, state, actions);
    Node logits = members.logits(scores, ActionHead.EXCLUDED);
    Node policy =
        agent.actions().parameters().isEmpty()
            ? logits
            : Shaping.concat(1, logits, parameters(hidden));
    return new Outputs(policy, value, attention);
  }

  /** The embedded actions, {@code [rows, places, H]}. */
  private LinearForm actions() {
    Node described = piece(layout.described(), layout.taken());
    int size = agent.actions().representationSize();
    Node each = Shaping.reshape(described, rows, places, size);
    return tensors.dense(LinearForm.of(each), SetArchitecture.ACTION);
  }

  /** What all places share, as one place: {@code [rows, 1, width]} of {@code [rows, width]}. */
  private LinearForm shared(LinearForm ofSet) {
    return ofSet.mapped(x -> Shaping.reshape(x, rows, 1, x.shape().last()));
  }

  private LinearForm nodes(Perceptron perceptron, LinearForm state, LinearForm actions) {
    return agent.agent().nodes() == SetAgent.Nodes.ACTION
        ? actions
        : perceptron.of(tensors, shared(state), actions);
  }

  /** What actor and critic know of the set, {@code [rows, width]}. */
  private LinearForm context(LinearForm state, LinearForm actions) {
    if (agent.agent().context() == SetAgent.Context.AVAILABILITY) {
      LinearForm available = LinearForm.of(piece(layout.availability(), layout.width()));
      return agent.options().encodesAvailability()
          ? agent.availabilityEncoder().of(tensors, available)
          : available;
    }
    LinearForm nodes = nodes(agent.summaryNodes(), state, actions);
    if (agent.agent().context() != SetAgent.Context.RELATIONS) {
      return agent.summary().of(nodes, members, tensors);
    }
    RelationBlock.Related related = agent.summaryGraph().of(nodes, members, tensors);
    attention = related.attention();
    return related.mean();
  }

  private Node trunk(String name, LinearForm... inputs) {
    Node first = activation(LinearForm.sideBySide(tensors.layer(name + ".0"), inputs).value());
    return activation(tensors.dense(first, name + ".2"));
  }

  private Node activation(Node x) {
    return switch (agent.options().activation()) {
      case TANH -> Elementwise.tanh(x);
      case RELU -> Elementwise.relu(x);
    };
  }

  private Node utilities(Node hidden, LinearForm state, LinearForm actions) {
    List<LinearForm> seen = new ArrayList<>(List.of(shared(LinearForm.of(hidden))));
    boolean relations = agent.agent().scores() == SetAgent.Scores.RELATIONS;
    if (relations) seen.add(relations(state, actions));
    if (!relations || agent.options().ownFeaturesToo()) seen.add(actions);
    LinearForm scores = agent.utility().of(tensors, seen.toArray(new LinearForm[0]));
    return Shaping.reshape(scores.value(), rows, places);
  }

  /** What an action is among the others. */
  private LinearForm relations(LinearForm state, LinearForm actions) {
    LinearForm nodes = nodes(agent.actionNodes(), state, actions);
    RelationBlock.Related related = agent.actionGraph().of(nodes, members, tensors);
    attention = related.attention();
    // the block has added its input already: as published it enters twice
    return related.members().plus(nodes);
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

  /** The numbers of each parameter's distribution, side by side. */
  private Node parameters(Node hidden) {
    if (agent.wholeParameters()) return tensors.dense(hidden, SetArchitecture.CHOICES);
    int count = agent.actions().parameters().size();
    Node alpha = Shaping.reshape(tensors.dense(hidden, SetArchitecture.ALPHA), rows, count, 1);
    Node beta = Shaping.reshape(tensors.dense(hidden, SetArchitecture.BETA), rows, count, 1);
    return Shaping.reshape(Shaping.concat(2, alpha, beta), rows, 2 * count);
  }
}
