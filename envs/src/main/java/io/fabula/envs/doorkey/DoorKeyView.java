package io.fabula.envs.doorkey;

import static io.fabula.envs.doorkey.DoorKeyConstants.*;

import io.fabula.envs.ObservationSpace;
import io.fabula.envs.objects.ObjectView;
import java.util.List;

/**
 * What can be observed of a DoorKey world. {@link #PARTIAL} and {@link #FULL} are gym-minigrid's,
 * encoded as {@code [x, y, channel]} with the channels object, colour and state; the others are
 * one-hot vectors of our own.
 */
public enum DoorKeyView {
  /** The 7 x 7 cells in front of the agent that it can see, turned so that it looks up. */
  PARTIAL,

  /**
   * The same cells as {@link #PARTIAL}, each (index {@code (x * 7 + y) * 7}) as seven zeros or
   * ones: wall, open, closed or locked door, key, goal, seen and empty. All are zero where it
   * cannot see.
   */
  PARTIAL_PLANES,

  /**
   * All cells, with the agent; the key when carried is missing, and so is a door with the agent in
   * it.
   */
  FULL,

  /**
   * For each cell (index {@code (y * size + x) * 10}) whether it is a wall, an open, closed or
   * locked door, the key, the goal, the agent facing right, down, left or up; last, whether the key
   * is carried. Complete but for the time.
   */
  PLANES,

  /**
   * {@link #PLANES} without the agent: what a variable of the world, not of the agent, may depend
   * on.
   */
  OBJECTS;

  /** The view of that name. */
  static DoorKeyView of(ObjectView view) {
    return view == ObjectView.OBJECTS ? OBJECTS : PLANES;
  }

  /** Shape and values for a world with {@code size} cells per side. */
  ObservationSpace space(int size) {
    return switch (this) {
      case PARTIAL -> new ObservationSpace.Grid(List.of(VIEW, VIEW, CHANNELS), SYMBOLS);
      case PARTIAL_PLANES ->
          new ObservationSpace.Grid(List.of(VIEW * VIEW * PLANES_PER_SEEN_CELL), 2);
      case FULL -> new ObservationSpace.Grid(List.of(size, size, CHANNELS), SYMBOLS);
      case PLANES, OBJECTS ->
          new ObservationSpace.Grid(List.of(size * size * PLANES_PER_CELL + 1), 2);
    };
  }
}
