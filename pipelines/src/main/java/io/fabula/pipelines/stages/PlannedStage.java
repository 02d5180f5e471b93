package io.fabula.pipelines.stages;

import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Signature;
import java.util.Map;

/**
 * A stage in a plan.
 *
 * @param stage what would run
 * @param id of what it makes
 * @param inputs signatures of what it reads, by stage
 * @param verdict whether it has to run
 */
public record PlannedStage(
    Stage stage, ArtifactId id, Map<String, Signature> inputs, Verdict verdict) {
  public PlannedStage {
    inputs = Map.copyOf(inputs);
  }

  /** The signature of what it makes. */
  public Signature signature() {
    return id.signature();
  }

  /** Whether it has to run because it was asked for, complete or not. */
  boolean forced() {
    return verdict.equals(Verdict.Miss.FORCED);
  }

  /** Whether it has to run. */
  public boolean stale() {
    return verdict instanceof Verdict.Miss;
  }
}
