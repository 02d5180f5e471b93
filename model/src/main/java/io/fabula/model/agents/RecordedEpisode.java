package io.fabula.model.agents;

import java.util.List;

/**
 * A recorded episode.
 *
 * @param id its number in the recording
 * @param episodeSeed what its world was reset with: the level's seed where there are levels
 * @param success whether its last step completed the world's task
 * @param truncated whether a step limit ended it
 * @param steps its records in order; the last is terminal unless the recorder itself cut the
 *     episode off
 */
public record RecordedEpisode(
    long id, long episodeSeed, boolean success, boolean truncated, List<RecordedStep> steps) {
  public RecordedEpisode {
    steps = List.copyOf(steps);
  }

  /** Undiscounted sum of raw rewards. */
  public double returnRaw() {
    double sum = 0;
    for (RecordedStep step : steps) sum += step.rewardRaw();
    return sum;
  }
}
