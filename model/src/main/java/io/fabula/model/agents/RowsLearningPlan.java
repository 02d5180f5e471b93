package io.fabula.model.agents;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.Reductions;
import java.util.List;

/** A network without state over a number of samples, with gradients. */
public final class RowsLearningPlan implements LearningPlan {
  private static final float[] NO_STATE = new float[0];

  private final int steps;
  private final Plan plan;
  private final Node input;
  private final Node policyDerivative;
  private final Node valueDerivative;
  private final Outputs nodes;
  private final float[] inputs;
  private final float[] masks;
  private final float[] outputs;
  private final float[] values;

  /**
   * What a network computes.
   *
   * @param policy raw outputs, {@code [rows, head.outputs]}
   * @param value {@code [rows, 1]}
   */
  public record Outputs(Node policy, Node value) {}

  /** Builds a network into a graph. */
  public interface Build {
    /** Its outputs for an input of {@code [rows, width]}. */
    Outputs of(Graph graph, Node input);
  }

  /**
   * @param width numbers of a row of input
   * @param head what the outputs mean
   * @param build the network, with its parameters
   * @param parameters are trained
   * @param target receives the gradients
   */
  public RowsLearningPlan(
      int steps,
      int worlds,
      int width,
      ActionHead head,
      Build build,
      Parameters parameters,
      Gradients target) {
    this.steps = steps;
    int rows = Math.multiplyExact(steps, worlds);
    Graph graph = new Graph();
    input = graph.input("input", rows, width);
    nodes = build.of(graph, input);
    policyDerivative = graph.input("d policy", rows, head.outputs());
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
    inputs = new float[Math.multiplyExact(rows, width)];
    masks = new float[rows];
    outputs = new float[rows * head.outputs()];
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
