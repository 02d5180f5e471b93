package io.fabula.model.qpamdp;

import java.util.Arrays;

/**
 * Learns the values of an agent by SARSA(lambda) with accumulating traces, over actions that take
 * time.
 *
 * @implNote the step size of each function of the basis is the given one over the length of its
 *     vector (Konidaris et al. 2011), and all of them shrink so that no update overshoots its
 *     target (the bound of Dabney and Barto 2012); without it a basis of thousands of functions
 *     diverges at a step size of 1. The bound holds from then on.
 */
final class SarsaLearner {
  private final QPamdpAgent agent;
  private final QPamdpOptions.Values rule;
  private final double[] scales;
  private final double[][] traces;
  private double stepSize;

  SarsaLearner(QPamdpAgent agent, FourierBasis basis, QPamdpOptions.Values rule) {
    this.agent = agent;
    this.rule = rule;
    scales = basis.scales();
    traces = new double[agent.actions()][basis.size()];
    stepSize = rule.stepSize();
  }

  /** An episode begins. */
  void begin() {
    for (double[] each : traces) Arrays.fill(each, 0);
  }

  /**
   * Learns from an action.
   *
   * @param basis where it was taken
   * @param time that it took
   * @param nextBasis where the next is taken; not read where the episode has ended
   * @param nextAction -1 where the episode has ended
   */
  void learn(
      double[] basis, int action, double reward, int time, double[] nextBasis, int nextAction) {
    double discount = StrictMath.pow(rule.discount(), time);
    double error = reward - agent.value(action, basis);
    if (nextAction >= 0) error += discount * agent.value(nextAction, nextBasis);
    for (int i = 0; i < basis.length; i++) traces[action][i] += basis[i];
    double change = 0;
    for (int i = 0; i < basis.length; i++) {
      double own = scales[i] * traces[action][i];
      change += own * basis[i];
      if (nextAction >= 0) {
        change -= scales[i] * traces[nextAction][i] * discount * nextBasis[i];
      }
    }
    if (change > 0) stepSize = Math.min(stepSize, 1 / change);
    double decay = discount * rule.traceDecay();
    for (int k = 0; k < traces.length; k++) {
      double[] trace = traces[k];
      double[] weights = agent.values[k];
      for (int i = 0; i < trace.length; i++) {
        weights[i] += stepSize * scales[i] * error * trace[i];
        trace[i] *= decay;
      }
    }
  }

  /** The step size as it is now. */
  double stepSize() {
    return stepSize;
  }

  void restore(double saved) {
    stepSize = saved;
  }
}
