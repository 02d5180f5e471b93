package io.fabula.model.ppo;

/** Generalised advantage estimation (Schulman et al. 2016). Blocks are time-major, (T, N). */
public final class Advantages {
  private Advantages() {}

  /**
   * Estimates advantages and the returns that the value function learns.
   *
   * @param rewards {@code [steps, worlds]}
   * @param values {@code [steps + 1, worlds]}; the last row bootstraps
   * @param done {@code [steps, worlds]}: whether the step ended its episode
   * @param worlds number of worlds
   * @param gamma discount, 0 to 1
   * @param lambda decay of the estimate, 0 to 1
   * @param advantages receives {@code [steps, worlds]}
   * @param returns receives advantages plus values, {@code [steps, worlds]}
   */
  public static void estimate(
      float[] rewards,
      float[] values,
      boolean[] done,
      int worlds,
      double gamma,
      double lambda,
      float[] advantages,
      float[] returns) {
    int steps = rewards.length / worlds;
    for (int n = 0; n < worlds; n++) {
      double advantage = 0;
      for (int t = steps - 1; t >= 0; t--) {
        int i = t * worlds + n;
        double goesOn = done[i] ? 0 : 1;
        double delta = rewards[i] + gamma * goesOn * values[i + worlds] - values[i];
        advantage = delta + gamma * lambda * goesOn * advantage;
        advantages[i] = (float) advantage;
        returns[i] = (float) (advantage + values[i]);
      }
    }
  }

  /**
   * Shifts and scales to mean 0 and standard deviation 1 (unbiased, n - 1).
   *
   * @param epsilon added to the deviation
   */
  public static void standardise(float[] advantages, double epsilon) {
    double mean = 0;
    for (float each : advantages) mean += each;
    mean /= advantages.length;
    double squares = 0;
    for (float each : advantages) squares += (each - mean) * (each - mean);
    double deviation = Math.sqrt(squares / (advantages.length - 1)) + epsilon;
    for (int i = 0; i < advantages.length; i++) {
      advantages[i] = (float) ((advantages[i] - mean) / deviation);
    }
  }
}
