package io.fabula.model.scinet;

import java.util.Arrays;

/**
 * Targets of preferences out of an episode by glow and damping: from the end of the episode
 * backwards, {@code g = g (1 - glow) + reward}; where {@code |g|} exceeds the threshold, the step's
 * target is {@code (1 - damping) h + g} with the preference h that it had when its action was
 * chosen. Negative rewards count as 0.
 *
 * @param glow share of the glow lost per step, in [0, 1]; published 0.1
 * @param damping share of the preference lost per visit, in [0, 1]; published 0.01
 * @param threshold least glow that gives a sample, at least 0 and not itself enough; published 1e-7
 */
public record GlowTargets(double glow, double damping, double threshold) {
  /** The published settings. */
  public static final GlowTargets PUBLISHED = new GlowTargets(0.1, 0.01, 1e-7);

  public GlowTargets {
    if (!(glow >= 0 && glow <= 1) || !(damping >= 0 && damping <= 1)) {
      throw new IllegalArgumentException(
          "glow and damping must be in [0, 1], got " + glow + " and " + damping);
    }
    if (!(threshold >= 0)) {
      throw new IllegalArgumentException("threshold must be at least 0, got " + threshold);
    }
  }

  /**
   * The samples of an episode.
   *
   * @param steps the steps that give one, in order of time
   * @param targets their targets
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Samples(int[] steps, double[] targets) {}

  /**
   * The samples of an episode of {@code length} steps.
   *
   * @param preferences h of the chosen action when it was chosen, per step
   * @param rewards per step
   */
  public Samples of(float[] preferences, float[] rewards, int length) {
    int[] steps = new int[length];
    double[] targets = new double[length];
    int kept = 0;
    double glowing = 0;
    for (int t = length - 1; t >= 0; t--) {
      glowing = glowing * (1 - glow) + Math.max(0, rewards[t]);
      if (!(glowing > threshold)) continue;
      kept++;
      steps[length - kept] = t;
      targets[length - kept] = (1 - damping) * preferences[t] + glowing;
    }
    return new Samples(
        Arrays.copyOfRange(steps, length - kept, length),
        Arrays.copyOfRange(targets, length - kept, length));
  }

  /**
   * The target of an episode's first decision in the data for selection: {@code scale} times its
   * glow, or 0 if the glow does not exceed the threshold.
   *
   * @param rewards per step
   */
  public double first(float[] rewards, int length, double scale) {
    double glowing = 0;
    for (int t = length - 1; t >= 0; t--) glowing = glowing * (1 - glow) + Math.max(0, rewards[t]);
    return glowing > threshold ? scale * glowing : 0;
  }
}
