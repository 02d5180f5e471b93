package io.fabula.model.mpdqn;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;

/** What an agent proposes and values in a fixed number of states at a time. */
final class MpDqnPlan implements AutoCloseable {
  private final Plan plan;
  private final Node input;
  private final Node parameterNode;
  private final Node valueNode;

  /** To fill: {@code [rows, stateSize]}. */
  final float[] states;

  /** Proposed parameters, {@code [rows, parameters]}. */
  final float[] parameters;

  /** Value of each action with its proposed parameters, {@code [rows, actions]}. */
  final float[] values;

  MpDqnPlan(MpDqnNetwork network, int rows) {
    MpDqnArchitecture agent = network.architecture();
    Graph graph = new Graph();
    MpDqnGraph layers = new MpDqnGraph(agent, graph);
    input = graph.input("states", rows, agent.stateSize());
    parameterNode = layers.parameters(network.actor().frozen(), input);
    valueNode = layers.values(network.values().frozen(), input, parameterNode);
    plan = Plan.forward(valueNode, parameterNode);
    states = new float[rows * agent.stateSize()];
    parameters = new float[rows * agent.parameters()];
    values = new float[rows * agent.actions()];
  }

  void run() {
    plan.set(input, states, 0);
    plan.forward();
    plan.get(parameterNode, parameters, 0);
    plan.get(valueNode, values, 0);
  }

  /** The action of the largest value in a row, the first of several. */
  static int best(float[] values, int row, int actions) {
    int best = 0;
    for (int k = 1; k < actions; k++) {
      if (values[row * actions + k] > values[row * actions + best]) best = k;
    }
    return best;
  }

  @Override
  public void close() {
    plan.close();
  }
}
