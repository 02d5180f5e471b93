package io.fabula.model.mlp;

import io.fabula.model.agents.ActingPlan;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;

/** One decision of a perceptron; at least two rows, as one alone would take other kernels. */
final class MlpActingPlan implements ActingPlan {
  private static final int SMALLEST_BATCH = 2;
  private static final float[] NO_STATE = new float[0];

  private final Plan plan;
  private final Node input;
  private final MlpGraph.Outputs nodes;
  private final float[] inputs;
  private final float[] masks;
  private final float[] outputs;
  private final float[] values;

  MlpActingPlan(MlpArchitecture agent, Parameters parameters, int batch) {
    int rows = Math.max(SMALLEST_BATCH, batch);
    Graph graph = new Graph();
    input = graph.input("input", rows, agent.inputSize());
    nodes = new MlpGraph(agent, graph, parameters).rows(input);
    plan = Plan.forward(nodes.policy(), nodes.value());
    inputs = new float[rows * agent.inputSize()];
    masks = new float[rows];
    outputs = new float[rows * agent.head().outputs()];
    values = new float[rows];
  }

  @Override
  public float[] inputs() {
    return inputs;
  }

  @Override
  public float[] masks() {
    return masks;
  }

  @Override
  public float[] stateIn() {
    return NO_STATE;
  }

  @Override
  public float[] stateOut() {
    return NO_STATE;
  }

  @Override
  public float[] outputs() {
    return outputs;
  }

  @Override
  public float[] values() {
    return values;
  }

  @Override
  public void run() {
    plan.set(input, inputs);
    plan.forward();
    plan.get(nodes.policy(), outputs, 0);
    plan.get(nodes.value(), values, 0);
  }

  @Override
  public void close() {
    plan.close();
  }
}
