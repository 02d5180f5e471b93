package io.fabula.envs.edits;

import io.fabula.envs.Environment;

/** A world whose state can be read in named features and edited between steps. */
public interface EditableWorld extends Environment {
  /**
   * Reads and edits the episode that this world plays; the same object for the life of the world,
   * and like the world it belongs to one thread at a time.
   */
  WorldEditor editor();
}
