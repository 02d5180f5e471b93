package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.model.simulator.SimulatedRollouts;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.stages.ShardCount;
import java.io.Serializable;

/** What is simulated. */
public record SimulationSettings(
    @Meaning("rollouts to simulate, each begun from a recorded window") int samples,
    @Meaning("steps of a rollout") int steps,
    @Meaning("rollouts that are shown beside what was recorded from the same beginning") int clips,
    @Meaning("rollouts that one worker simulates at a time") int samplesPerShard)
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

  /** How the work is split. */
  public ShardCount shards() {
    return new ShardCount(samples, samplesPerShard);
  }
}
