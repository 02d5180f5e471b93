package io.fabula.pipelines.analyses.prediction;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How far and how often the simulator imagines. */
public record LossOverTimeSettings(
    @Meaning("batches of 16 recorded windows") int numBatches,
    @Meaning("steps that are imagined") int steps)
    implements Serializable {
  static final int BATCH = 16;

  public LossOverTimeSettings {
    Range.within("num_batches", numBatches, 1, 10_000);
    Range.within("steps", steps, 2, Byte.MAX_VALUE);
  }
}
