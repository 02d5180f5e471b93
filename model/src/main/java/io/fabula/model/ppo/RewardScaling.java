package io.fabula.model.ppo;

/**
 * Divides rewards by the running standard deviation of the discounted return, without shifting
 * them. All in doubles. The state is part of a checkpoint.
 */
public final class RewardScaling {
  /** The discount of the running return; not the agent's. */
  public static final double DISCOUNT = 0.99;

  private static final double LIMIT = 10;
  private static final double SMALLEST_VARIANCE = 1e-8;
  private static final double INITIAL_COUNT = 1e-4;

  private final double[] runningReturn;
  private double mean;
  private double variance = 1;
  private double count = INITIAL_COUNT;

  /** Fresh statistics for a batch of {@code worlds} worlds. */
  public RewardScaling(int worlds) {
    runningReturn = new double[worlds];
  }

  /**
   * Takes in the rewards of one step of all worlds and scales them.
   *
   * @param rewards raw rewards, one per world from {@code offset}
   * @param done whether the step ended the episode, from {@code offset}
   * @param scaled receives the scaled rewards from {@code offset}, within -10..10
   */
  public void scale(float[] rewards, boolean[] done, int offset, float[] scaled) {
    int worlds = runningReturn.length;
    double batchMean = 0;
    for (int n = 0; n < worlds; n++) {
      runningReturn[n] = runningReturn[n] * DISCOUNT + rewards[offset + n];
      batchMean += runningReturn[n];
    }
    batchMean /= worlds;
    double batchVariance = 0;
    for (double each : runningReturn) batchVariance += (each - batchMean) * (each - batchMean);
    update(batchMean, batchVariance / worlds, worlds);
    for (int n = 0; n < worlds; n++) {
      scaled[offset + n] = (float) scaled(rewards[offset + n]);
      if (done[offset + n]) runningReturn[n] = 0;
    }
  }

  /** Merges the moments of two samples (Chan, Golub and LeVeque 1979). */
  private void update(double batchMean, double batchVariance, int batchCount) {
    double delta = batchMean - mean;
    double total = count + batchCount;
    double squares =
        variance * count + batchVariance * batchCount + delta * delta * count * batchCount / total;
    mean += delta * batchCount / total;
    variance = squares / total;
    count = total;
  }

  /** A reward under the statistics of now, without taking it in. */
  public double scaled(double reward) {
    return Math.max(-LIMIT, Math.min(LIMIT, reward / Math.sqrt(variance + SMALLEST_VARIANCE)));
  }

  /** Mean, variance and count of the running return. */
  public double[] moments() {
    return new double[] {mean, variance, count};
  }

  /** The running discounted return of each world. */
  public double[] runningReturns() {
    return runningReturn.clone();
  }

  /** Mean, variance and count, then the running returns: everything. */
  double[] state() {
    double[] state = new double[3 + runningReturn.length];
    System.arraycopy(moments(), 0, state, 0, 3);
    System.arraycopy(runningReturn, 0, state, 3, runningReturn.length);
    return state;
  }

  void restore(double[] state) {
    mean = state[0];
    variance = state[1];
    count = state[2];
    System.arraycopy(state, 3, runningReturn, 0, runningReturn.length);
  }
}
