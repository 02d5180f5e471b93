package io.fabula.model.gru;

import io.fabula.model.agents.LearningPlan;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.Reductions;
import java.util.List;

/** The agent over a block of steps in order, with gradients through the block's time. */
final class GruLearningPlan implements LearningPlan {
  private final int steps;
  private final Plan plan;
  private final Node input;
  private final Node mask;
  private final Node initial;
  private final Node policyDerivative;
  private final Node valueDerivative;
  private final GruGraph.Outputs nodes;
  private final float[] inputs;
  private final float[] masks;
  private final float[] initialState;
  private final float[] outputs;
  private final float[] values;

  GruLearningPlan(
      GruArchitecture agent, Parameters parameters, int steps, int worlds, Gradients target) {
    this.steps = steps;
    int rows = Math.multiplyExact(steps, worlds);
    int actions = agent.actions().count();
    Graph graph = new Graph();
    input = graph.input("input", rows, agent.inputSize());
    mask = graph.input("masks", steps, worlds);
    initial = graph.input("initial state", worlds, agent.memory());
    nodes = new GruGraph(agent, graph, parameters).block(input, mask, initial);
    policyDerivative = graph.input("d policy", rows, actions);
    valueDerivative = graph.input("d value", rows, 1);
    // The derivative of this sum with respect to an output is what was computed for that output.
    Node loss =
        Arithmetic.add(
            Reductions.sum(Arithmetic.mul(nodes.policy(), policyDerivative)),
            Reductions.sum(Arithmetic.mul(nodes.value(), valueDerivative)));
    plan =
        Plan.training(
            PlanOptions.DEFAULT.withGradients(parameters, target),
            loss,
            nodes.policy(),
            nodes.value());
    inputs = new float[Math.multiplyExact(rows, agent.inputSize())];
    masks = new float[rows];
    initialState = new float[worlds * agent.memory()];
    outputs = new float[rows * actions];
    values = new float[rows];
  }

  @Override
  public int steps() {
    return steps;
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
  public float[] initialState() {
    return initialState;
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
  public void forward() {
    plan.set(input, inputs);
    plan.set(mask, masks);
    plan.set(initial, initialState);
    plan.forward();
    plan.get(nodes.policy(), outputs, 0);
    plan.get(nodes.value(), values, 0);
  }

  @Override
  public void backward(float[] byOutputs, float[] byValues) {
    plan.set(policyDerivative, byOutputs);
    plan.set(valueDerivative, byValues);
    plan.backward();
  }

  @Override
  public List<String> profile(int runs) {
    return plan.profile(runs);
  }

  @Override
  public void close() {
    plan.close();
  }
}
