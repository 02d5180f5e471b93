package io.fabula.model.gru;

import io.fabula.model.agents.ActingPlan;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;

/** One decision; at least two rows, as one alone would take other kernels. */
final class GruActingPlan implements ActingPlan {
  private static final int SMALLEST_BATCH = 2;

  private final int memory;
  private final Plan plan;
  private final Node input;
  private final Node state;
  private final GruGraph.Outputs nodes;
  private final float[] inputs;
  private final float[] masks;
  private final float[] stateIn;
  private final float[] stateOut;
  private final float[] outputs;
  private final float[] values;

  GruActingPlan(GruArchitecture agent, Parameters parameters, int batch) {
    memory = agent.memory();
    int rows = Math.max(SMALLEST_BATCH, batch);
    Graph graph = new Graph();
    input = graph.input("input", rows, agent.inputSize());
    state = graph.input("state", rows, memory);
    nodes = new GruGraph(agent, graph, parameters).step(input, state);
    plan = Plan.forward(nodes.policy(), nodes.value(), nodes.state());
    inputs = new float[Math.multiplyExact(rows, agent.inputSize())];
    masks = new float[rows];
    stateIn = new float[rows * memory];
    stateOut = new float[rows * memory];
    outputs = new float[rows * agent.actions().count()];
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
    return stateIn;
  }

  @Override
  public float[] stateOut() {
    return stateOut;
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
    for (int row = 0; row < masks.length; row++) {
      for (int i = row * memory; i < (row + 1) * memory; i++) stateIn[i] *= masks[row];
    }
    plan.set(input, inputs);
    plan.set(state, stateIn);
    plan.forward();
    plan.get(nodes.policy(), outputs, 0);
    plan.get(nodes.value(), values, 0);
    plan.get(nodes.state(), stateOut, 0);
  }

  @Override
  public void close() {
    plan.close();
  }
}
