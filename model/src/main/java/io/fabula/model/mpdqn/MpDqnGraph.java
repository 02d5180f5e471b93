package io.fabula.model.mpdqn;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import java.util.List;

/** Builds an agent's two networks into a graph. */
final class MpDqnGraph {
  private final MpDqnArchitecture agent;
  private final Graph graph;

  MpDqnGraph(MpDqnArchitecture agent, Graph graph) {
    this.agent = agent;
    this.graph = graph;
  }

  /**
   * All that an agent proposes: parameters, and scores before them where there are any.
   *
   * @param weights of the actor
   * @param states {@code [rows, stateSize]}
   * @return {@code [rows, proposals]}, on the scale of -1..1 but not bounded
   */
  Node parameters(Parameters weights, Node states) {
    Node proposed = layers(weights, "actor.layers.", states, agent.actorHidden().size());
    List<Float> start = agent.startingParameters();
    if (start.isEmpty()) return proposed;
    float[] bias = new float[agent.proposals()];
    for (int i = 0; i < start.size(); i++) bias[agent.scores() + i] = start.get(i);
    return Arithmetic.add(proposed, graph.constant(bias, bias.length));
  }

  /**
   * The value of each action with its parameters.
   *
   * @param weights of the value network
   * @param states {@code [rows, stateSize]}
   * @param parameters {@code [rows, proposals]}
   * @return {@code [rows, valueOutputs]}
   */
  Node values(Parameters weights, Node states, Node parameters) {
    return switch (agent.form()) {
      case SINGLE_PASS, ACTOR_CRITIC -> onePass(weights, states, parameters);
      case SPLIT -> split(weights, states, parameters);
      case MULTI_PASS -> multiPass(weights, states, parameters);
    };
  }

  /**
   * As {@link #values}, where only the value of one action per row will be read and, in the
   * multi-pass form, the parameters of all others are already zero.
   */
  Node valuesOfOne(Parameters weights, Node states, Node parameters) {
    return agent.form() == ValueForm.SPLIT
        ? split(weights, states, parameters)
        : onePass(weights, states, parameters);
  }

  private Node onePass(Parameters weights, Node states, Node parameters) {
    return everyValue(weights, Shaping.concat(1, states, parameters));
  }

  /** Block k of the rows sees the parameters of action k alone, and its column k is kept. */
  private Node multiPass(Parameters weights, Node states, Node parameters) {
    int rows = states.shape().dim(0);
    int actions = agent.actions();
    Node all = everyValue(weights, passes(states, parameters));
    Node kept = Arithmetic.mul(all, graph.constant(ownValue(rows), actions * rows, actions));
    return Shaping.permute(Shaping.reshape(Reductions.sum(kept, 1), actions, rows), 1, 0);
  }

  /**
   * The rows of all passes, action by action: the states, and the parameters of that action alone.
   *
   * @return {@code [actions * rows, stateSize + parameters]}
   */
  Node passes(Node states, Node parameters) {
    int rows = states.shape().dim(0);
    int actions = agent.actions();
    Node[] tiled = new Node[actions];
    Node[] own = new Node[actions];
    for (int k = 0; k < actions; k++) {
      tiled[k] = states;
      own[k] = parameters;
    }
    Node mask = graph.constant(ownParameters(rows), actions * rows, agent.parameters());
    return Shaping.concat(1, stack(tiled), Arithmetic.mul(stack(own), mask));
  }

  /** What the network says of rows of states and parameters, {@code [rows, actions]}. */
  Node everyValue(Parameters weights, Node rows) {
    return layers(weights, "q.layers.", rows, agent.valueHidden().size());
  }

  private static Node stack(Node... blocks) {
    return blocks.length == 1 ? blocks[0] : Shaping.concat(0, blocks);
  }

  private float[] ownParameters(int rows) {
    int width = agent.parameters();
    int[] owners = agent.owners();
    float[] mask = new float[agent.actions() * rows * width];
    for (int i = 0; i < mask.length; i++) {
      if (owners[i % width] == i / (width * rows)) mask[i] = 1;
    }
    return mask;
  }

  private float[] ownValue(int rows) {
    int actions = agent.actions();
    float[] mask = new float[actions * rows * actions];
    for (int i = 0; i < mask.length; i++) {
      if (i % actions == i / (actions * rows)) mask[i] = 1;
    }
    return mask;
  }

  private Node split(Parameters weights, Node states, Node parameters) {
    Node shared = states;
    for (int i = 0; i < agent.sharedLayers(); i++) {
      shared = Elementwise.relu(dense(weights, "q.shared." + i, shared));
    }
    Node[] values = new Node[agent.actions()];
    for (int k = 0; k < values.length; k++) {
      int from = agent.offset(k);
      int size = agent.parameterSizes().get(k);
      Node seen =
          size == 0
              ? shared
              : Shaping.concat(1, shared, Shaping.slice(parameters, 1, from, from + size));
      int hidden = agent.valueHidden().size() - agent.sharedLayers();
      values[k] = layers(weights, "q." + k + ".layers.", seen, hidden);
    }
    return values.length == 1 ? values[0] : Shaping.concat(1, values);
  }

  private Node layers(Parameters weights, String prefix, Node x, int hidden) {
    Node y = x;
    for (int i = 0; i < hidden; i++) y = Elementwise.relu(dense(weights, prefix + i, y));
    return dense(weights, prefix + hidden, y);
  }

  private Node dense(Parameters weights, String name, Node x) {
    return Linear.dense(
        x, graph.parameter(weights, name + ".weight"), graph.parameter(weights, name + ".bias"));
  }
}
