package io.fabula.envs.recsim;

/**
 * Means of {@link StepReport}s over the steps of one user's episode, the last and ignored one
 * included, as published. Episode values of a group are means of its users' values.
 */
public final class EpisodeReport {
  private static final int NUMBERS = 12;

  private final double[] sums = new double[NUMBERS];
  private int steps;

  /** Adds a step. */
  public void add(StepReport step) {
    double[] values = values(step);
    for (int i = 0; i < NUMBERS; i++) sums[i] += values[i];
    steps++;
  }

  /** Number of clicks. */
  public double clicks() {
    return sums[0];
  }

  /** Number of steps. */
  public int steps() {
    return steps;
  }

  /**
   * The means; {@code clicked} is -1.
   *
   * @throws IllegalStateException if there was no step
   */
  public StepReport means() {
    if (steps == 0) throw new IllegalStateException("no step was added");
    double[] m = sums.clone();
    for (int i = 0; i < NUMBERS; i++) m[i] /= steps;
    return new StepReport(
        RecSimConstants.NO_ITEM,
        m[0],
        m[1],
        m[2],
        m[3],
        m[4],
        m[5],
        m[6],
        m[7],
        m[8],
        m[9],
        m[10],
        m[11]);
  }

  private static double[] values(StepReport step) {
    return new double[] {
      step.hit(),
      step.reciprocalRank(),
      step.discountedGain(),
      step.intrasessionDiversity(),
      step.shannonEntropy(),
      step.specificity(),
      step.subcategoryDiversity(),
      step.cpr(),
      step.coverage(),
      step.nearestDistance(),
      step.greatestProduct(),
      step.timeBudget()
    };
  }
}
