package io.fabula.pipelines.studies.interpret;

import io.fabula.pipelines.config.Meaning;
import java.io.Serializable;

/** How the simulator's predictions are measured. */
record PredictionSettings(
    @Meaning("recorded windows of held-out episodes that are predicted") int windows,
    @Meaning("steps ahead") int steps)
    implements Serializable {
  PredictionSettings {
    Range.atLeast("windows", windows, 1);
    Range.atLeast("steps", steps, 1);
  }
}
