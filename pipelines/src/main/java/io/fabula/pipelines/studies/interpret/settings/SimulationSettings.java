package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.model.simulator.SimulatedRollouts;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/**
 * What is simulated.
 *
 * @param samples how many rollouts, each begun from a recorded window
 * @param steps of each
 * @param clips how many of them are shown beside what was recorded from the same beginning
 * @param samplesPerShard rollouts that one worker simulates at a time
 */
public record SimulationSettings(int samples, int steps, int clips, int samplesPerShard)
    implements Serializable {
  public SimulationSettings {
    Range.atLeast("samples", samples, 1);
    Range.within("steps", steps, 1, 127);
    Range.within("clips", clips, 0, 64);
    if (samplesPerShard < 1 || samplesPerShard % SimulatedRollouts.BATCH != 0) {
      throw new IllegalArgumentException(
          "samples_per_shard must be a multiple of %d, got %d"
              .formatted(SimulatedRollouts.BATCH, samplesPerShard));
    }
  }

  public int shards() {
    return (samples + samplesPerShard - 1) / samplesPerShard;
  }
}
