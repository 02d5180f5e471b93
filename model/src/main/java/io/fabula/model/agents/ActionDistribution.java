package io.fabula.model.agents;

import io.fabula.envs.random.RandomStream;

/** A distribution over discrete actions given by logits or log-probabilities, row by row. */
public final class ActionDistribution {
  private ActionDistribution() {}

  /** Replaces {@code count} logits by log-probabilities (nats). */
  public static void logSoftmax(float[] logits, int offset, int count) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) largest = Math.max(largest, logits[offset + i]);
    double sum = 0;
    for (int i = 0; i < count; i++) sum += StrictMath.exp(logits[offset + i] - largest);
    float shift = (float) (largest + StrictMath.log(sum));
    for (int i = 0; i < count; i++) logits[offset + i] -= shift;
  }

  /**
   * Draws an action with one uniform number.
   *
   * @param logProbs log-probabilities from {@code offset}
   */
  public static int sample(float[] logProbs, int offset, int count, RandomStream random) {
    double left = random.nextDouble();
    for (int i = 0; i < count - 1; i++) {
      left -= StrictMath.exp(logProbs[offset + i]);
      if (left < 0) return i;
    }
    int last = count - 1; // rounding may leave a little; an excluded action is never chosen
    while (last > 0 && StrictMath.exp(logProbs[offset + last]) == 0) last--;
    return last;
  }

  /** The most likely action; the first of several. */
  public static int mode(float[] logProbs, int offset, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (logProbs[offset + i] > logProbs[offset + best]) best = i;
    }
    return best;
  }

  /** The probabilities of a row of log-probabilities. */
  static double[] probabilities(float[] logProbs, int offset, int count) {
    double[] probs = new double[count];
    for (int i = 0; i < count; i++) probs[i] = StrictMath.exp(logProbs[offset + i]);
    return probs;
  }

  /** Entropy (nats) of a row of log-probabilities. */
  public static double entropy(float[] logProbs, int offset, int count) {
    return entropy(logProbs, offset, probabilities(logProbs, offset, count));
  }

  /** Entropy (nats) of a row of log-probabilities whose probabilities are known. */
  static double entropy(float[] logProbs, int offset, double[] probs) {
    double sum = 0;
    for (int i = 0; i < probs.length; i++) sum -= probs[i] * logProbs[offset + i];
    return sum;
  }

  /**
   * Replaces a row of log-probabilities by the derivatives of a loss with respect to the logits.
   *
   * @param chosen the action whose log-probability counts
   * @return the entropy (nats) of the distribution that was replaced
   */
  static double gradient(
      float[] logProbs,
      int offset,
      int count,
      int chosen,
      double byLogProbability,
      double byEntropy) {
    double[] probs = probabilities(logProbs, offset, count);
    double entropy = entropy(logProbs, offset, probs);
    for (int j = 0; j < count; j++) {
      double logProb = logProbs[offset + j];
      double hit = j == chosen ? 1 : 0;
      logProbs[offset + j] =
          (float)
              (byLogProbability * (hit - probs[j]) - byEntropy * probs[j] * (logProb + entropy));
    }
    return entropy;
  }
}
