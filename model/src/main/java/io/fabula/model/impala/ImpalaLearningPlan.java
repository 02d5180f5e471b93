package io.fabula.model.impala;

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

/**
 * The agent over a block of steps of several worlds, with gradients. Fill {@link #inputs}, {@link
 * #masks} and {@link #initialState}, go forward, compute the loss's derivatives from the outputs,
 * go backward. Samples are time-major: step t of world n is row {@code t * worlds + n}.
 */
public final class ImpalaLearningPlan implements LearningPlan {
  private final ImpalaArchitecture agent;
  private final int steps;
  private final Plan plan;
  private final Node viewInput;
  private final Node maskInput;
  private final Node hiddenInput;
  private final Node logitsDerivative;
  private final Node valueDerivative;
  private final Node hiddenDerivative;
  private final ImpalaGraph.Outputs outputs;
  private final float[] views;
  private final float[] masks;
  private final float[] initialHidden;
  private final float[] logits;
  private final float[] values;
  private final float[] hidden;

  /**
   * @param fromHidden whether derivatives come with respect to hidden states instead of logits and
   *     values
   */
  ImpalaLearningPlan(
      ImpalaArchitecture agent,
      Parameters parameters,
      int steps,
      int worlds,
      boolean trainableInitialState,
      boolean fromHidden,
      Gradients target) {
    this.agent = agent;
    this.steps = steps;
    int rows = Math.multiplyExact(steps, worlds);
    Graph graph = new Graph();
    viewInput = graph.input("views", rows, agent.side(), agent.side(), ImpalaArchitecture.COLOURS);
    maskInput = graph.input("masks", steps, worlds);
    hiddenInput = graph.input("initial hidden", worlds, agent.hidden());
    outputs =
        new ImpalaGraph(agent, graph, parameters)
            .block(viewInput, maskInput, hiddenInput, trainableInitialState);
    logitsDerivative = graph.input("d logits", rows, agent.actions());
    valueDerivative = graph.input("d value", rows, 1);
    hiddenDerivative = graph.input("d hidden", rows, agent.hidden());
    // The derivative of this sum with respect to an output is what was computed for that output.
    Node loss =
        fromHidden
            ? Reductions.sum(Arithmetic.mul(outputs.hidden(), hiddenDerivative))
            : Arithmetic.add(
                Reductions.sum(Arithmetic.mul(outputs.logits(), logitsDerivative)),
                Reductions.sum(Arithmetic.mul(outputs.value(), valueDerivative)));
    plan =
        fromHidden
            ? Plan.training(
                PlanOptions.DEFAULT.withGradients(parameters, target), loss, outputs.hidden())
            : Plan.training(
                PlanOptions.DEFAULT.withGradients(parameters, target),
                loss,
                outputs.logits(),
                outputs.value());
    views = new float[rows * agent.inputSize()];
    masks = new float[rows];
    initialHidden = new float[worlds * agent.hidden()];
    logits = new float[rows * agent.actions()];
    values = new float[rows];
    hidden = fromHidden ? new float[rows * agent.hidden()] : new float[0];
  }

  /** Steps of the block. */
  @Override
  public int steps() {
    return steps;
  }

  /** Numbers of one row of {@link #inputs}. */
  public int viewSize() {
    return agent.inputSize();
  }

  /** To fill: what the agent sees, {@code [steps * worlds, side, side, 3]}. */
  @Override
  public float[] inputs() {
    return views;
  }

  /** To fill: 0 where an episode begins, else 1, {@code [steps, worlds]}. */
  @Override
  public float[] masks() {
    return masks;
  }

  /** To fill: hidden states before the first step's mask, {@code [worlds, hidden]}. */
  @Override
  public float[] initialState() {
    return initialHidden;
  }

  /** Raw outputs of the policy head, {@code [steps * worlds, actions]}; may be overwritten. */
  @Override
  public float[] outputs() {
    return logits;
  }

  /** Predicted values, {@code [steps * worlds]}; may be overwritten. */
  @Override
  public float[] values() {
    return values;
  }

  /** Hidden states after each step, {@code [steps * worlds, hidden]}. */
  public float[] hidden() {
    return hidden;
  }

  /** Computes logits and values, or hidden states. */
  @Override
  public void forward() {
    plan.set(viewInput, views);
    if (agent.recurrent()) {
      plan.set(maskInput, masks);
      plan.set(hiddenInput, initialHidden);
    }
    plan.forward();
    if (hidden.length > 0) {
      plan.get(outputs.hidden(), hidden, 0);
    } else {
      plan.get(outputs.logits(), logits, 0);
      plan.get(outputs.value(), values, 0);
    }
  }

  /**
   * Adds the gradients of a loss, given its derivatives with respect to the outputs of the last
   * {@link #forward}.
   *
   * @param byLogits {@code [steps * worlds, actions]}
   * @param byValues {@code [steps * worlds]}
   */
  @Override
  public void backward(float[] byLogits, float[] byValues) {
    plan.set(logitsDerivative, byLogits);
    plan.set(valueDerivative, byValues);
    plan.backward();
  }

  /** The same for derivatives with respect to the hidden states. */
  public void backwardFromHidden(float[] byHidden) {
    plan.set(hiddenDerivative, byHidden);
    plan.backward();
  }

  /** What each step costs, see {@link Plan#profile}. */
  @Override
  public List<String> profile(int runs) {
    return plan.profile(runs);
  }

  @Override
  public void close() {
    plan.close();
  }
}
