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

  /** Proposals, {@code [rows, proposals]}. */
  final float[] parameters;

  /** Values of the actions with what is proposed for them, {@code [rows, valueOutputs]}. */
  final float[] values;

  private final MpDqnArchitecture agent;

  MpDqnPlan(MpDqnNetwork network, int rows) {
    agent = network.architecture();
    Graph graph = new Graph();
    MpDqnGraph layers = new MpDqnGraph(agent, graph);
    input = graph.input("states", rows, agent.stateSize());
    parameterNode = layers.parameters(network.actor().frozen(), input);
    valueNode = layers.values(network.values().frozen(), input, parameterNode);
    plan = Plan.forward(valueNode, parameterNode);
    states = new float[rows * agent.stateSize()];
    parameters = new float[rows * agent.proposals()];
    values = new float[rows * agent.valueOutputs()];
  }

  void run() {
    plan.set(input, states, 0);
    plan.forward();
    plan.get(parameterNode, parameters, 0);
    plan.get(valueNode, values, 0);
  }

  /** The action of the largest value in a row, or of the largest score; the first of several. */
  int best(int row) {
    return best(parametersOrValues(), row * stride(), agent.actions());
  }

  /** The first of the largest of some numbers. */
  static int best(float[] numbers, int from, int count) {
    int best = 0;
    for (int k = 1; k < count; k++) if (numbers[from + k] > numbers[from + best]) best = k;
    return best;
  }

  private float[] parametersOrValues() {
    return agent.scores() > 0 ? parameters : values;
  }

  private int stride() {
    return agent.scores() > 0 ? agent.proposals() : agent.valueOutputs();
  }

  /** Copies what a row says of each action: its value, or its score. */
  void actionsOf(int row, float[] target, int at) {
    System.arraycopy(parametersOrValues(), row * stride(), target, at, agent.actions());
  }

  /** Copies the parameters of all actions that a row proposes. */
  void parametersOf(int row, float[] target, int at) {
    int from = row * agent.proposals() + agent.scores();
    System.arraycopy(parameters, from, target, at, agent.parameters());
  }

  /** The value of what is done in a row. */
  float value(int row) {
    return values[row * agent.valueOutputs() + (agent.scores() > 0 ? 0 : best(row))];
  }

  @Override
  public void close() {
    plan.close();
  }
}
