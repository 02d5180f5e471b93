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
import org.jspecify.annotations.Nullable;

/** A network's graph over a block of steps of several worlds, with gradients. */
public final class BlockLearningPlan implements LearningPlan {
  private final int steps;
  private final Plan plan;
  private final Block block;
  private final Node policyDerivative;
  private final Node valueDerivative;
  private final float[] inputs;
  private final float[] masks;
  private final float[] initialState;
  private final float[] outputs;
  private final float[] values;

  /**
   * What a network computes.
   *
   * @param policy raw outputs, {@code [rows, head.outputs]}
   * @param value {@code [rows, 1]}
   */
  public record Outputs(Node policy, Node value) {}

  /**
   * What a network with state is told beside its input.
   *
   * @param masks 0 where an episode begins, {@code [steps, worlds]}
   * @param initialState before the first mask, {@code [worlds, stateSize]}
   */
  public record Memory(Node masks, Node initialState) {}

  /**
   * A network over a block.
   *
   * @param input what it is shown, {@code [rows, ...]}
   * @param memory null for a network without state
   */
  public record Block(Node input, @Nullable Memory memory, Outputs outputs) {}

  /** Builds a network, with its parameters, into a graph. */
  public interface Build {
    /** Its inputs and outputs. */
    Block into(Graph graph);
  }

  /**
   * @param steps of a block
   * @param worlds of a block
   * @param stateSize numbers of one world's state; 0 without
   * @param parameters are trained
   * @param target receives the gradients
   */
  public BlockLearningPlan(
      int steps, int worlds, int stateSize, Build build, Parameters parameters, Gradients target) {
    this.steps = steps;
    Graph graph = new Graph();
    block = build.into(graph);
    Node policy = block.outputs().policy();
    Node value = block.outputs().value();
    int rows = Math.multiplyExact(steps, worlds);
    policyDerivative = graph.input("d policy", rows, policy.shape().last());
    valueDerivative = graph.input("d value", rows, 1);
    // The derivative of this sum with respect to an output is what was computed for that output.
    Node loss =
        Arithmetic.add(
            Reductions.sum(Arithmetic.mul(policy, policyDerivative)),
            Reductions.sum(Arithmetic.mul(value, valueDerivative)));
    plan =
        Plan.training(PlanOptions.DEFAULT.withGradients(parameters, target), loss, policy, value);
    inputs = new float[block.input().shape().size()];
    masks = new float[rows];
    initialState = new float[Math.multiplyExact(worlds, stateSize)];
    outputs = new float[Math.multiplyExact(rows, policy.shape().last())];
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
    plan.set(block.input(), inputs);
    if (block.memory() != null) {
      plan.set(block.memory().masks(), masks);
      plan.set(block.memory().initialState(), initialState);
    }
    plan.forward();
    plan.get(block.outputs().policy(), outputs, 0);
    plan.get(block.outputs().value(), values, 0);
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
