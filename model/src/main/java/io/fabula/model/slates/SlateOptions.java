package io.fabula.model.slates;

/**
 * A training of an agent that shows slates.
 *
 * @param epochs episodes of the whole group of users, at least 1
 * @param updates gradient steps after each, at least 0
 * @param learning the rule of these
 * @param epsilonStart chance of random slates at the beginning, within 0..1
 * @param epsilonEnd and after the first part
 * @param epsilonShare the first part of the epochs, above 0, at most 1
 * @param sampling whether slates are drawn by the softmax of values in training
 * @param replay transitions kept, at least 1
 * @param firstFill transitions of random slates before the first epoch, at least 0, but no more
 *     than a tenth of those kept
 * @param lastReward whether only a slate's last position is rewarded
 * @param endsTogether whether nothing follows any position of a user's last slate; else only the
 *     last position ends, as published. It matters most for {@link
 *     SlateArchitecture.Kind#TOP_VALUES}, whose other positions are followed by the next slate
 * @param evaluation when and how long the agent is judged
 */
public record SlateOptions(
    int epochs,
    int updates,
    SlateLearning learning,
    double epsilonStart,
    double epsilonEnd,
    double epsilonShare,
    boolean sampling,
    int replay,
    int firstFill,
    boolean lastReward,
    boolean endsTogether,
    Evaluation evaluation) {
  /**
   * Greedy episodes during the training.
   *
   * @param every epochs, at least 1
   * @param episodes on each split, at least 1
   * @param epsilon chance of random slates in them
   */
  public record Evaluation(int every, int episodes, double epsilon) {
    public Evaluation {
      if (every < 1) throw new IllegalArgumentException("every must be at least 1, got " + every);
      if (episodes < 1) {
        throw new IllegalArgumentException("episodes must be at least 1, got " + episodes);
      }
      if (!(epsilon >= 0 && epsilon <= 1)) {
        throw new IllegalArgumentException("epsilon must be within 0..1, got " + epsilon);
      }
    }
  }

  /** The published settings with a number of epochs. */
  public static SlateOptions published(int epochs) {
    return new SlateOptions(
        epochs,
        1,
        SlateLearning.PUBLISHED,
        1,
        0.1,
        0.05,
        false,
        1000,
        0,
        false,
        false,
        new Evaluation(10, 1, 0));
  }

  public SlateOptions {
    new EpsilonSchedule(epsilonStart, epsilonEnd, epochs, epsilonShare);
    if (updates < 0) {
      throw new IllegalArgumentException("updates must be at least 0, got " + updates);
    }
    if (replay < 1) throw new IllegalArgumentException("replay must be at least 1, got " + replay);
    if (firstFill < 0) {
      throw new IllegalArgumentException("firstFill must be at least 0, got " + firstFill);
    }
  }

  /** The chance of random slates by epoch. */
  public EpsilonSchedule epsilon() {
    return new EpsilonSchedule(epsilonStart, epsilonEnd, epochs, epsilonShare);
  }

  /** The same training with another number of epochs. */
  public SlateOptions withEpochs(int newEpochs) {
    return new SlateOptions(
        newEpochs,
        updates,
        learning,
        epsilonStart,
        epsilonEnd,
        epsilonShare,
        sampling,
        replay,
        firstFill,
        lastReward,
        endsTogether,
        evaluation);
  }
}
