package io.fabula.pipelines.stages;

import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Signature;
import io.fabula.pipelines.store.Store;
import java.util.Map;

/** The artifacts that a stage reads, by the name of the stage that made them. */
public final class Inputs {
  private final Store store;
  private final String study;
  private final Map<String, Signature> signatures;

  Inputs(Store store, String study, Map<String, Signature> signatures) {
    this.store = store;
    this.study = study;
    this.signatures = signatures;
  }

  /**
   * The artifact of an input stage.
   *
   * @throws IllegalArgumentException if the stage did not declare that input
   */
  public Artifact of(String stage) {
    Signature signature = signatures.get(stage);
    if (signature == null) {
      throw new IllegalArgumentException(stage + " is not among the inputs " + signatures.keySet());
    }
    return store.artifact(new ArtifactId(study, stage, signature));
  }
}
