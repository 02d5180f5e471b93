package io.fabula.model.agile;

import io.fabula.model.agents.StatelessPlan;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import java.util.ArrayList;
import java.util.List;

/** One decision; at least two rows, as one alone would take other kernels. */
final class SetActingPlan extends StatelessPlan {
  private static final int SMALLEST_BATCH = 2;

  private final Plan plan;
  private final Node input;
  private final SetGraph.Outputs nodes;

  SetActingPlan(SetArchitecture agent, Parameters parameters, int batch) {
    super(Math.max(SMALLEST_BATCH, batch), agent.layout().width(), agent.head());
    Graph graph = new Graph();
    input = graph.input("input", masks().length, agent.layout().width());
    nodes = SetGraph.build(agent, graph, parameters, input);
    List<Node> wanted = new ArrayList<>(List.of(nodes.policy(), nodes.value()));
    wanted.addAll(nodes.attention());
    plan = Plan.forward(wanted.toArray(new Node[0]));
  }

  @Override
  public void run() {
    plan.set(input, inputs());
    plan.forward();
    plan.get(nodes.policy(), outputs(), 0);
    plan.get(nodes.value(), values(), 0);
  }

  /** The weights of a layer's attention in the last decision, {@code [rows, places, places]}. */
  @Override
  public float[] extra(int column) {
    return plan.get(nodes.attention().get(column));
  }

  @Override
  public void close() {
    plan.close();
  }
}
