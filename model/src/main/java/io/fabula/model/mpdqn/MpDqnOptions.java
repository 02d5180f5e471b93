package io.fabula.model.mpdqn;

/**
 * A training.
 *
 * @param episodes how many are played, at least 1
 * @param learning the learning rule
 * @param exploration how the agent strays
 * @param replay transitions that are kept, at least 1; the oldest goes first
 * @param warmUpSteps steps before the first update, which also needs as many as a batch has
 * @param updateEvery steps from one update to the next, at least 1
 * @param storeChosenOnly whether of the parameters those of other actions are stored as 0
 * @param bootstrapOnTimeout whether a step limit is not taken for an ending
 * @param evaluation how the agent is judged along the way
 */
public record MpDqnOptions(
    int episodes,
    MpDqnLearning learning,
    MpDqnExploration exploration,
    int replay,
    int warmUpSteps,
    int updateEvery,
    boolean storeChosenOnly,
    boolean bootstrapOnTimeout,
    Evaluation evaluation) {
  /**
   * Greedy episodes along the way, by which the best agent is known.
   *
   * @param every ended training episodes from one evaluation to the next, the first after the first
   *     episode; at least 1
   * @param episodes in each, at least 1
   * @param firstLevel seed of the first of its levels, from 0; the same levels each time
   */
  public record Evaluation(int every, int episodes, int firstLevel) {
    public Evaluation {
      requirePositive("every", every);
      requirePositive("episodes", episodes);
      if (firstLevel < 0) {
        throw new IllegalArgumentException("firstLevel must be at least 0, got " + firstLevel);
      }
    }
  }

  private static final Evaluation EVERY_HUNDRED = new Evaluation(100, 20, 0);

  public MpDqnOptions {
    requirePositive("episodes", episodes);
    requirePositive("replay", replay);
    requirePositive("updateEvery", updateEvery);
    if (warmUpSteps < 0) {
      throw new IllegalArgumentException("warmUpSteps must be at least 0, got " + warmUpSteps);
    }
  }

  /** The settings of Bester et al. 2019 for Platform. */
  public static MpDqnOptions reference(int episodes) {
    return new MpDqnOptions(
        episodes,
        MpDqnLearning.REFERENCE,
        MpDqnExploration.REFERENCE,
        10_000,
        500,
        1,
        false,
        false,
        EVERY_HUNDRED);
  }

  /**
   * The settings of a smaller public project: slower target, no clipping, uniform exploration of
   * parameters; of the parameters only the chosen action's are stored.
   */
  public static MpDqnOptions slowTarget(int episodes) {
    return new MpDqnOptions(
        episodes,
        MpDqnLearning.SLOW_TARGET,
        MpDqnExploration.UNIFORM,
        10_000,
        501,
        1,
        true,
        false,
        EVERY_HUNDRED);
  }

  /** The settings of Bester et al. 2019 for PA-DDPG on Platform; hidden layers of 256 and 128. */
  public static MpDqnOptions actorCritic(int episodes) {
    return new MpDqnOptions(
        episodes,
        new MpDqnLearning(32, 0.9, 1e-3, 1e-4, 0.01, 0.01, 10, 0, ActorObjective.SUM),
        MpDqnExploration.REFERENCE,
        10_000,
        128,
        1,
        false,
        false,
        EVERY_HUNDRED);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) throw new IllegalArgumentException(name + " must be at least 1, got " + value);
  }
}
