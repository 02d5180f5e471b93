package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.model.simulator.SimulatedRollouts;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.stages.ShardCount;
import java.io.Serializable;

/** How the simulator's gradients are held against pushes in the real world. */
public record GradientSettings(
    @Meaning("simulated rollouts whose recorded beginnings are gone on from in both worlds")
        int samples,
    @Meaning("beginnings that one worker takes at a time") int samplesPerShard)
    implements Serializable {
  public GradientSettings {
    Range.atLeast("samples", samples, 1);
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
