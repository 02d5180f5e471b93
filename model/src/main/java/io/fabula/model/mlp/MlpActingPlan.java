package io.fabula.model.mlp;

import io.fabula.model.agents.StatelessPlan;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;

/** One decision of a perceptron; at least two rows, as one alone would take other kernels. */
final class MlpActingPlan extends StatelessPlan {
  private static final int SMALLEST_BATCH = 2;

  private final Plan plan;
  private final Node input;
  private final MlpGraph.Outputs nodes;

  MlpActingPlan(MlpArchitecture agent, Parameters parameters, int batch) {
    super(Math.max(SMALLEST_BATCH, batch), agent.inputSize(), agent.head());
    int rows = masks().length;
    Graph graph = new Graph();
    input = graph.input("input", rows, agent.inputSize());
    nodes = new MlpGraph(agent, graph, parameters).rows(input);
    plan = Plan.forward(nodes.policy(), nodes.value());
  }

  @Override
  public void run() {
    plan.set(input, inputs());
    plan.forward();
    plan.get(nodes.policy(), outputs(), 0);
    plan.get(nodes.value(), values(), 0);
  }

  @Override
  public void close() {
    plan.close();
  }
}
