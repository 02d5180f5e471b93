package io.fabula.model.mpdqn;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import java.util.Arrays;

/**
 * How the value of an action moves with each number of the state: the total derivative, through the
 * parameters that the agent proposes there too, or the partial one with the parameters held.
 */
public final class ValueGradient implements AutoCloseable {
  /** Which derivative. */
  public enum Mode {
    /** Along all paths, through the proposed parameters too. */
    TOTAL,
    /** With the proposed parameters held as they are. */
    PARTIAL
  }

  private final MpDqnArchitecture agent;
  private final MpDqnPlan proposing;
  private final Mode mode;
  private final Node states;
  private final Node parameters;
  private final Node chosen;
  private final Node values;
  private final Plan plan;
  private final float[] oneHot;
  private final int rows;

  /**
   * @param network whose values; not closed with this
   * @param rows states at a time
   */
  public ValueGradient(MpDqnNetwork network, Mode mode, int rows) {
    agent = network.architecture();
    this.mode = mode;
    proposing = new MpDqnPlan(network, rows);
    Graph graph = new Graph();
    MpDqnGraph layers = new MpDqnGraph(agent, graph);
    states = graph.inputWithGradient("states", rows, agent.stateSize());
    parameters =
        mode == Mode.TOTAL
            ? layers.parameters(network.actor().frozen(), states)
            : graph.input("parameters", rows, agent.proposals());
    chosen = graph.input("actions one-hot", rows, agent.valueOutputs());
    values = layers.values(network.values().frozen(), states, parameters);
    plan = Plan.training(Reductions.sum(Arithmetic.mul(values, chosen)), values, parameters);
    oneHot = new float[rows * agent.valueOutputs()];
    this.rows = rows;
  }

  /**
   * What an agent thinks of some states.
   *
   * @param actions the best action in each, {@code [rows]}
   * @param values of all actions, or their scores, {@code [rows, actions]}
   * @param parameters of all actions, {@code [rows, parameters]}
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers handed over, never compared
  public record Judgement(int[] actions, float[] values, float[] parameters) {}

  /**
   * Values and proposed parameters.
   *
   * @param state {@code [rows, stateSize]}
   */
  public Judgement judge(float[] state) {
    System.arraycopy(state, 0, proposing.states, 0, state.length);
    proposing.run();
    int[] best = new int[rows];
    float[] ofActions = new float[rows * agent.actions()];
    float[] proposed = new float[rows * agent.parameters()];
    for (int b = 0; b < rows; b++) {
      best[b] = proposing.best(b);
      proposing.actionsOf(b, ofActions, b * agent.actions());
      proposing.parametersOf(b, proposed, b * agent.parameters());
    }
    return new Judgement(best, ofActions, proposed);
  }

  /**
   * The derivatives of one action's value per state.
   *
   * @param state {@code [rows, stateSize]}
   * @param actions whose value, {@code [rows]}
   * @return {@code [rows, stateSize]}
   */
  public float[] of(float[] state, int[] actions) {
    Arrays.fill(oneHot, 0);
    for (int b = 0; b < actions.length; b++) {
      int meant = agent.scores() > 0 ? 0 : actions[b];
      oneHot[b * agent.valueOutputs() + meant] = 1;
    }
    plan.set(states, state, 0);
    if (mode == Mode.PARTIAL) {
      System.arraycopy(state, 0, proposing.states, 0, state.length);
      proposing.run();
      plan.set(parameters, proposing.parameters, 0);
    }
    plan.set(chosen, oneHot, 0);
    plan.forward();
    plan.backward();
    return plan.gradient(states);
  }

  @Override
  public void close() {
    proposing.close();
    plan.close();
  }
}
