package io.fabula.pipelines.store;

/** What the store holds under a stage and a signature. */
public sealed interface Lookup {
  /** A complete artifact whose files have the right sizes. */
  record Found(Artifact artifact) implements Lookup {}

  /** Nothing, or work that did not reach its end. */
  record Absent(boolean begun) implements Lookup {}

  /** Something that was complete and is not any more. */
  record Damaged(String reason) implements Lookup {}
}
