package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** How the simulator's predictions are measured. */
public record PredictionSettings(
    @Meaning("recorded windows of held-out episodes that are predicted") int windows,
    @Meaning("steps ahead") int steps)
    implements Serializable {
  public PredictionSettings {
    Range.atLeast("windows", windows, 1);
    Range.atLeast("steps", steps, 1);
  }
}
