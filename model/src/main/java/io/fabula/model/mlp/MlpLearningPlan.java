package io.fabula.model.mlp;

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

/** A perceptron over a number of samples, with gradients. */
final class MlpLearningPlan implements LearningPlan {
  private static final float[] NO_STATE = new float[0];

  private final int steps;
  private final Plan plan;
  private final Node input;
  private final Node policyDerivative;
  private final Node valueDerivative;
  private final MlpGraph.Outputs nodes;
  private final float[] inputs;
  private final float[] masks;
  private final float[] outputs;
  private final float[] values;

  MlpLearningPlan(
      MlpArchitecture agent, Parameters parameters, int steps, int worlds, Gradients target) {
    this.steps = steps;
    int rows = Math.multiplyExact(steps, worlds);
    int width = agent.head().outputs();
    Graph graph = new Graph();
    input = graph.input("input", rows, agent.inputSize());
    nodes = new MlpGraph(agent, graph, parameters).rows(input);
    policyDerivative = graph.input("d policy", rows, width);
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
    inputs = new float[rows * agent.inputSize()];
    masks = new float[rows];
    outputs = new float[rows * width];
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
  public void forward() {
    plan.set(input, inputs);
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
