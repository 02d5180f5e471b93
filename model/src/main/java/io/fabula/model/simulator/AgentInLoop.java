package io.fabula.model.simulator;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;

/**
 * The frozen agent as the simulator needs it: it appends itself to a graph. Gradients flow through
 * it to frames and states, never to its weights. Actions carry no noise, and memory is never
 * masked.
 */
public interface AgentInLoop {
  /**
   * What the agent makes of frames.
   *
   * @param states its state after each frame, {@code [n, hidden]}
   * @param logProbabilities of its actions, {@code [n, actions]}
   * @param values its expected return, {@code [n]}
   */
  record Response(Node states, Node logProbabilities, Node values) {}

  /** Rows and columns of the frames that the agent's network sees, behind its fixed pool. */
  int frameSide();

  /** Width of the agent's state. */
  int hidden();

  /** Number of actions. */
  int actions();

  /**
   * One step of a batch.
   *
   * @param frames {@code [batch, side, side, 3]}, values 0..1
   * @param state before the step, {@code [batch, hidden]}
   */
  Response step(Graph graph, Node frames, Node state);

  /**
   * Several steps at once, time first.
   *
   * @param frames {@code [steps * batch, side, side, 3]}
   * @param start state before the first step, {@code [batch, hidden]}
   */
  Response block(Graph graph, Node frames, Node start);
}
