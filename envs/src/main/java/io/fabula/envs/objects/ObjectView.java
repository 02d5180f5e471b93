package io.fabula.envs.objects;

/** Two ways to see the state of an {@link ObjectWorld}, as bytes 0 and 1. */
public enum ObjectView {
  /** The objects alone, without the agent. */
  OBJECTS,

  /** The same with the agent's own place. */
  PLANES
}
