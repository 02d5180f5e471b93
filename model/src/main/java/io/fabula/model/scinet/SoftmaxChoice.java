package io.fabula.model.scinet;

import io.fabula.envs.random.RandomStream;

/** Chooses actions by a softmax over their preferences. */
final class SoftmaxChoice {
  private final double factor;
  private final double[] weights;

  /**
   * @param factor of preferences in the exponent
   * @param actions number of actions
   */
  SoftmaxChoice(double factor, int actions) {
    this.factor = factor;
    weights = new double[actions];
  }

  /** The probabilities of a row of preferences, valid until the next call. */
  double[] probabilities(float[] preferences, int from) {
    double largest = preferences[from];
    for (int a = 1; a < weights.length; a++) largest = Math.max(largest, preferences[from + a]);
    double sum = 0;
    for (int a = 0; a < weights.length; a++) {
      weights[a] = StrictMath.exp(factor * (preferences[from + a] - largest));
      sum += weights[a];
    }
    for (int a = 0; a < weights.length; a++) weights[a] /= sum;
    return weights;
  }

  /** Draws an action. */
  int draw(float[] preferences, int from, RandomStream random) {
    double[] p = probabilities(preferences, from);
    double left = random.nextDouble();
    for (int a = 0; a < p.length - 1; a++) {
      left -= p[a];
      if (left < 0) return a;
    }
    return p.length - 1;
  }
}
