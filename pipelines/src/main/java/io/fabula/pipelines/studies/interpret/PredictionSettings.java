package io.fabula.pipelines.studies.interpret;

import java.io.Serializable;

/**
 * How the simulator's predictions are measured.
 *
 * @param windows recorded windows of held-out episodes
 * @param steps how far ahead
 */
record PredictionSettings(int windows, int steps) implements Serializable {
  PredictionSettings {
    Range.atLeast("windows", windows, 1);
    Range.atLeast("steps", steps, 1);
  }
}
