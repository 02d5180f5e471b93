package io.fabula.pipelines.stages;

import io.fabula.pipelines.store.Signature;
import java.util.Map;

/**
 * A stage in a plan.
 *
 * @param stage what would run
 * @param signature of what it makes
 * @param inputs signatures of what it reads, by stage
 * @param verdict whether it has to run
 */
public record PlannedStage(
    Stage stage, Signature signature, Map<String, Signature> inputs, Verdict verdict) {
  public PlannedStage {
    inputs = Map.copyOf(inputs);
  }

  /** Whether it has to run. */
  public boolean stale() {
    return verdict instanceof Verdict.Miss;
  }
}
