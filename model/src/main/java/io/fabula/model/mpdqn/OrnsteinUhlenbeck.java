package io.fabula.model.mpdqn;

import io.fabula.envs.random.RandomStream;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/**
 * Noise that wanders: {@code x += theta (mu - x) + sigma n} in each component, with standard normal
 * {@code n}. It begins at {@code mu} and is never reset.
 */
public final class OrnsteinUhlenbeck {
  private final double theta;
  private final double mu;
  private final double sigma;
  private final double[] state;

  /**
   * @param width components
   * @param theta pull towards {@code mu}
   * @param sigma deviation of a step
   */
  public OrnsteinUhlenbeck(int width, double theta, double mu, double sigma) {
    this.theta = theta;
    this.mu = mu;
    this.sigma = sigma;
    state = new double[width];
    Arrays.fill(state, mu);
  }

  /** Advances all components in order and returns them; valid until the next call. */
  public double[] next(RandomStream random) {
    return next(random::nextGaussian);
  }

  double[] next(DoubleSupplier gaussian) {
    for (int i = 0; i < state.length; i++) {
      state[i] += theta * (mu - state[i]) + sigma * gaussian.getAsDouble();
    }
    return state;
  }

  /** Where it is. */
  double[] state() {
    return state.clone();
  }

  /** Puts it somewhere. */
  void restore(double[] values) {
    System.arraycopy(values, 0, state, 0, state.length);
  }
}
