package io.fabula.model.agents;

import java.util.List;

/**
 * A recorded episode.
 *
 * @param id its number in the recording
 * @param levelSeed the level that was played
 * @param success whether its last step completed the level
 * @param truncated whether a step limit, the world's or the recorder's, ended it
 * @param steps its steps in order, at least one
 * @param finalFrame what was seen after the last step, {@code [height, width, 3]} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of big arrays, never compared
public record RecordedEpisode(
    long id,
    long levelSeed,
    boolean success,
    boolean truncated,
    List<RecordedStep> steps,
    byte[] finalFrame) {
  public RecordedEpisode {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("episode " + id + " must have at least 1 step, got 0");
    }
  }

  /** Undiscounted sum of raw rewards. */
  public double returnRaw() {
    double sum = 0;
    for (RecordedStep step : steps) sum += step.rewardRaw();
    return sum;
  }

  /** The agent's hidden state after the last step. */
  public float[] finalHidden() {
    return steps.get(steps.size() - 1).hiddenOut();
  }
}
