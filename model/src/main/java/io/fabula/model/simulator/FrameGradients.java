package io.fabula.model.simulator;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Optimisation;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.Reductions;

/**
 * Gradients of an agent's value, and of the log-probability of one of its actions, with respect to
 * the frame that it sees; what it remembered before counts as given. No simulator is needed, so
 * frames may be those of the real game.
 */
public final class FrameGradients implements AutoCloseable {
  private final AgentInLoop agent;
  private final Node frame;
  private final Node state;
  private final Node valueFactor;
  private final Node logFactors;
  private final Plan plan;

  /** Compiles the plan; the agent must stay open as long as this is used. */
  public FrameGradients(AgentInLoop agent) {
    this.agent = agent;
    Graph graph = new Graph();
    int side = agent.frameSide();
    frame = graph.inputWithGradient("frame", 1, side, side, SimulatorSize.CHANNELS);
    state = graph.input("state", 1, agent.hidden());
    valueFactor = graph.input("value factor", 1);
    logFactors = graph.input("log-probability factors", 1, agent.actions());
    AgentInLoop.Response response = agent.step(graph, frame, state);
    Node target =
        Arithmetic.add(
            Reductions.sum(Arithmetic.mul(response.values(), valueFactor)),
            Reductions.sum(Arithmetic.mul(response.logProbabilities(), logFactors)));
    plan =
        Plan.training(PlanOptions.DEFAULT.without(Optimisation.REUSE_MEMORY), target, new Node[0]);
  }

  /**
   * Of the value.
   *
   * @param view what the agent sees, {@code [side, side, 3]}, values 0 to 1
   * @param before what it remembered before it, {@code [hidden]}
   * @return {@code [side, side, 3]}
   */
  public float[] ofValue(float[] view, float[] before) {
    return of(view, before, 1, new float[agent.actions()]);
  }

  /** Of the log-probability of an action; see {@link #ofValue}. */
  public float[] ofAction(float[] view, float[] before, int action) {
    float[] factors = new float[agent.actions()];
    factors[action] = 1;
    return of(view, before, 0, factors);
  }

  private float[] of(float[] view, float[] before, float value, float[] factors) {
    plan.set(frame, view);
    if (plan.has(state)) plan.set(state, before); // an agent without memory reads none
    plan.set(valueFactor, value);
    plan.set(logFactors, factors);
    plan.forward();
    plan.backward();
    return plan.gradient(frame);
  }

  @Override
  public void close() {
    plan.close();
  }
}
