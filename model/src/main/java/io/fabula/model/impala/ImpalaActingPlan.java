package io.fabula.model.impala;

import io.fabula.model.agents.ActingPlan;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;

/**
 * One decision for a batch of worlds. Fill {@link #inputs}, {@link #masks} and {@link #stateIn},
 * run, read the rest. The batch has one fixed shape (at least two rows: a single row would go
 * through other kernels and give other bits); rows do not influence each other.
 */
public final class ImpalaActingPlan implements ActingPlan {
  private static final int SMALLEST_BATCH = 2;

  private final ImpalaArchitecture agent;
  private final Parameters parameters;
  private final boolean trainableInitialState;
  private final Plan plan;
  private final Node viewInput;
  private final Node hiddenInput;
  private final ImpalaGraph.Outputs outputs;
  private final float[] view;
  private final float[] masks;
  private final float[] hiddenIn;
  private final float[] hiddenOut;
  private final float[] logits;
  private final float[] values;

  ImpalaActingPlan(
      ImpalaArchitecture agent, Parameters parameters, int batch, boolean trainableInitialState) {
    this.agent = agent;
    this.parameters = parameters;
    this.trainableInitialState = trainableInitialState && agent.recurrent();
    int rows = Math.max(SMALLEST_BATCH, batch);
    Graph graph = new Graph();
    viewInput = graph.input("view", rows, agent.side(), agent.side(), ImpalaArchitecture.COLOURS);
    hiddenInput = graph.input("hidden", rows, agent.hidden());
    outputs = new ImpalaGraph(agent, graph, parameters).step(viewInput, hiddenInput);
    plan = Plan.forward(outputs.logits(), outputs.value(), outputs.hidden());
    view = new float[rows * agent.inputSize()];
    masks = new float[rows];
    hiddenIn = new float[rows * agent.hidden()];
    hiddenOut = new float[rows * agent.hidden()];
    logits = new float[rows * agent.actions()];
    values = new float[rows];
  }

  /** Numbers of one row of {@link #inputs}. */
  public int viewSize() {
    return agent.inputSize();
  }

  /** To fill: what the agent sees, from 0 to 1, {@code [batch, side, side, 3]}. */
  @Override
  public float[] inputs() {
    return view;
  }

  /** To fill: 0 where an episode begins, else 1, {@code [batch]}. */
  @Override
  public float[] masks() {
    return masks;
  }

  /**
   * To fill: hidden states of the steps before, {@code [batch, hidden]}. Running applies the masks
   * to them, so that afterwards they are what was fed into the step.
   */
  @Override
  public float[] stateIn() {
    return hiddenIn;
  }

  /** Hidden states of this step, {@code [batch, hidden]}. */
  @Override
  public float[] stateOut() {
    return hiddenOut;
  }

  /** Raw outputs of the policy head, {@code [batch, actions]}; the caller may overwrite them. */
  @Override
  public float[] outputs() {
    return logits;
  }

  /** Predicted values, {@code [batch]}. */
  @Override
  public float[] values() {
    return values;
  }

  /** Decides. */
  @Override
  public void run() {
    applyMasks();
    plan.set(viewInput, view);
    if (agent.recurrent()) plan.set(hiddenInput, hiddenIn);
    plan.forward();
    plan.get(outputs.logits(), logits, 0);
    plan.get(outputs.value(), values, 0);
    plan.get(outputs.hidden(), hiddenOut, 0);
  }

  private void applyMasks() {
    int size = agent.hidden();
    float[] start = trainableInitialState ? parameters.get(ImpalaGraph.INITIAL_STATE) : null;
    for (int i = 0; i < masks.length; i++) {
      float mask = masks[i];
      if (mask == 1) continue;
      for (int j = 0; j < size; j++) {
        float begun = start == null ? 0 : (1 - mask) * start[j];
        hiddenIn[i * size + j] = mask * hiddenIn[i * size + j] + begun;
      }
    }
  }

  @Override
  public void close() {
    plan.close();
  }
}
