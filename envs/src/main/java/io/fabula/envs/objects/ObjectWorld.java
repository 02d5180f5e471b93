package io.fabula.envs.objects;

import io.fabula.envs.Environment;
import java.util.List;

/**
 * A world whose objects can be seen apart from the agent, and that has named events. Its actions
 * are fixed.
 */
public interface ObjectWorld extends Environment {
  /** Names of the events, in lower case with underscores; the same for all worlds of a class. */
  List<String> events();

  /**
   * Whether an event holds in the current state.
   *
   * @param event its place in {@link #events}
   */
  boolean holds(int event);

  /**
   * Number of the layout of the objects at the start, from 0; asked for before the first step.
   * Worlds that begin alike each time have one layout.
   */
  int layout();

  /** Steps taken in this episode. */
  int steps();

  /** Bytes of a view; {@link ObjectView#OBJECTS} and {@link ObjectView#PLANES} may differ. */
  int size(ObjectView view);

  /**
   * Writes a view of the current state.
   *
   * @param target receives {@link #size(ObjectView)} bytes from {@code offset}
   */
  void observe(ObjectView view, byte[] target, int offset);
}
