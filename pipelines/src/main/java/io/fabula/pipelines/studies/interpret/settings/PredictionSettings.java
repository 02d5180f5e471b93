package io.fabula.pipelines.studies.interpret.settings;

import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/**
 * How the simulator's predictions are measured.
 *
 * @param windows recorded windows of held-out episodes
 * @param steps how far ahead
 */
public record PredictionSettings(int windows, int steps) implements Serializable {
  public PredictionSettings {
    Range.atLeast("windows", windows, 1);
    Range.atLeast("steps", steps, 1);
  }
}
