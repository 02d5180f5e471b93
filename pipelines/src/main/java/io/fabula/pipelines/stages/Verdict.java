package io.fabula.pipelines.stages;

import io.fabula.pipelines.store.Artifact;

/** Whether a stage has to run. */
public sealed interface Verdict {
  /** It does not: its artifact is complete. */
  record Hit(Artifact artifact) implements Verdict {}

  /** It does, and why. */
  record Miss(String reason) implements Verdict {
    /** What {@code --force} asked for. */
    static final Miss FORCED = new Miss("forced");
  }
}
