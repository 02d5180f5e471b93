package io.fabula.pipelines.stages;

/** What kind of machine a stage needs; stages of different kinds are never in one pipeline. */
public enum Resource {
  /** Any worker. */
  CPU,
  /** A worker with a graphics processor. */
  GPU
}
