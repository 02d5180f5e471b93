package io.fabula.model.simulator;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Distances;
import io.fabula.model.graph.Divergence;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Reductions;

/**
 * The terms of the training loss, one number per row: rows are {@code steps * batch}, time first.
 */
final class SimulatorLoss {
  private SimulatorLoss() {}

  /** Half the squared error over all values of a frame; the prediction is not limited to 0..1. */
  static Node image(Node pictures, Node frames) {
    return Distances.halfSquared(pictures, frames);
  }

  /** Half the squared error. */
  static Node reward(Node prediction, Node reward) {
    return Elementwise.scale(Elementwise.square(Arithmetic.sub(prediction, reward)), 0.5f);
  }

  /** Binary cross-entropy of a logit against 0 or 1. */
  static Node terminal(Node logit, Node terminal) {
    return Arithmetic.sub(Elementwise.softplus(logit), Arithmetic.mul(logit, terminal));
  }

  /**
   * Half the squared error of the agent's state, which counts until the episode's end.
   *
   * @param mask see {@link TerminalMask}
   */
  static Node agentState(Node states, Node recorded, Node mask) {
    return Arithmetic.mul(Distances.halfSquared(states, recorded), mask);
  }

  /** Weighted, balanced divergence of posterior and prior. */
  static Node divergence(Node posterior, Node prior, int classes, SimulatorOptions settings) {
    Node divergence = Divergence.balanced(posterior, prior, classes, (float) settings.klBalance());
    return Elementwise.scale(divergence, (float) settings.klWeight());
  }

  /** Weighted length of the environment state's change. */
  static Node update(Node states, Node before, SimulatorOptions settings) {
    return Elementwise.scale(Distances.euclidean(states, before), (float) settings.updateWeight());
  }

  /** Squared error of the agent's first state. */
  static Node agentStart(Node start, Node recorded) {
    return Elementwise.scale(Distances.halfSquared(start, recorded), 2);
  }

  /** Cross-entropy of the first action, given its log-probabilities and the recorded one-hot. */
  static Node firstAction(Node logProbabilities, Node recorded) {
    return Elementwise.neg(Reductions.sum(Arithmetic.mul(logProbabilities, recorded), -1));
  }
}
