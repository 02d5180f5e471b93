package io.fabula.envs.doorkey;

import io.fabula.envs.Action;
import io.fabula.envs.Player;
import org.jspecify.annotations.Nullable;

/**
 * Plays the shortest plan of any size, from any state; among equally short ones that of the lowest
 * actions.
 *
 * <p>An instance belongs to one thread.
 */
public final class DoorKeyPlayer implements Player<DoorKey> {
  private @Nullable DoorKeyRoom room;
  private int size;
  private int doorX;
  private int doorY;
  private int[] distances = new int[0];

  /** The action to take now. */
  @Override
  public Action act(DoorKey world) {
    DoorKeyRoom here = room(world);
    return Action.of(here.nearestAction(here.state(world.dynamics()), distances));
  }

  private DoorKeyRoom room(DoorKey world) {
    DoorKeyRoom known = room;
    if (known != null && size == world.size() && doorX == world.doorX() && doorY == world.doorY()) {
      return known;
    }
    size = world.size();
    doorX = world.doorX();
    doorY = world.doorY();
    DoorKeyRoom made = new DoorKeyRoom(size, doorX, doorY);
    distances = made.distances();
    room = made;
    return made;
  }
}
