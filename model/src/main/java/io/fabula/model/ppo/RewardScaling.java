package io.fabula.model.ppo;

import io.fabula.model.agents.RewardScale;
import io.fabula.model.training.RunningMoments;

/**
 * Divides rewards by the running standard deviation of the discounted return, without shifting
 * them. All in doubles. The state is part of a checkpoint.
 */
public final class RewardScaling {
  /** The discount of the running return; not the agent's. */
  public static final double DISCOUNT = 0.99;

  private final double[] runningReturn;
  private final RunningMoments moments = RunningMoments.standard(1);

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
    for (int n = 0; n < worlds; n++) {
      runningReturn[n] = runningReturn[n] * DISCOUNT + rewards[offset + n];
    }
    moments.add(runningReturn, 0, worlds);
    RewardScale now = scale();
    for (int n = 0; n < worlds; n++) {
      scaled[offset + n] = (float) now.scaled(rewards[offset + n]);
      if (done[offset + n]) runningReturn[n] = 0;
    }
  }

  /** A reward under the statistics of now, without taking it in. */
  public double scaled(double reward) {
    return scale().scaled(reward);
  }

  /** The scale of now. */
  public RewardScale scale() {
    return new RewardScale(moments.variance(0));
  }

  /** Mean, variance and count of the running return. */
  public double[] moments() {
    return new double[] {moments.mean(0), moments.variance(0), moments.count()};
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
    moments.restore(new double[] {state[2], state[0], state[1]});
    System.arraycopy(state, 3, runningReturn, 0, runningReturn.length);
  }
}
