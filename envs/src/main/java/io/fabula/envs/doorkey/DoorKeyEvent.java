package io.fabula.envs.doorkey;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Events on the way to the goal, from the first to the last; each is necessary for reaching it, so
 * an episode without one earns nothing.
 */
public enum DoorKeyEvent {
  /** The agent carries the key. */
  KEY_HELD,
  /** The door is open or closed, no longer locked. */
  UNLOCKED,
  /** The agent stands in the doorway. */
  DOORWAY,
  /** The agent is in the right room. */
  RIGHT,
  /** The agent stands before the goal and faces it. */
  FACING;

  /** All of them, in order. */
  static final List<DoorKeyEvent> ALL = List.of(values());

  /** Their names in lower case. */
  public static final List<String> NAMES =
      Arrays.stream(values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();

  /** Whether the event holds in the world's current state. */
  public boolean holds(DoorKey world) {
    int goal = world.size() - 2;
    return switch (this) {
      case KEY_HELD -> world.carrying();
      case UNLOCKED -> world.doorState() != 2;
      case DOORWAY -> world.x() == world.doorX();
      case RIGHT -> world.x() > world.doorX();
      case FACING ->
          world.x() + DoorKeyConstants.DX[world.direction()] == goal
              && world.y() + DoorKeyConstants.DY[world.direction()] == goal;
    };
  }
}
