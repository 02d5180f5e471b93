package io.fabula.model.agents;

import java.util.List;

/**
 * A recorded episode.
 *
 * @param id its number in the recording
 * @param levelSeed the level that was played ({@link io.fabula.envs.Environment#levelOf}); in
 *     worlds without levels the seed of the episode
 * @param success whether its last step completed the world's task
 * @param truncated whether a step limit, the world's or the recorder's, ended it
 * @param steps its steps in order, at least one
 * @param finalBytes what was seen after the last step; empty where observations are floats
 * @param finalFloats what was seen after the last step; empty where observations are bytes
 * @param finalExtras in the order of {@link Policy#extras()} what holds after the last step, such
 *     as a hidden state; empty where that would take another decision
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of big arrays, never compared
public record RecordedEpisode(
    long id,
    long levelSeed,
    boolean success,
    boolean truncated,
    List<RecordedStep> steps,
    byte[] finalBytes,
    float[] finalFloats,
    List<float[]> finalExtras) {
  public RecordedEpisode {
    steps = List.copyOf(steps);
    finalExtras = List.copyOf(finalExtras);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("episode " + id + " must have at least 1 step, got 0");
    }
  }

  /** Undiscounted sum of raw rewards. */
  public double returnRaw() {
    double sum = 0;
    for (RecordedStep step : steps) sum += step.reward();
    return sum;
  }
}
