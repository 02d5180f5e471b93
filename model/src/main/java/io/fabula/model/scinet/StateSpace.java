package io.fabula.model.scinet;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.coordinates.CoordinateWorld;
import io.fabula.envs.coordinates.CoordinateWorld.Coordinate;
import java.util.List;

/**
 * All states of a world under numbers, the last coordinate fastest, and what is observed in each.
 * The same for every objective of the world.
 */
public final class StateSpace {
  private final List<Coordinate> coordinates;
  private final int count;
  private final int width;
  private final int actions;
  private final boolean[] exists;
  private final float[] observations;

  private StateSpace(CoordinateWorld world) {
    coordinates = List.copyOf(world.coordinates());
    int states = 1;
    for (Coordinate each : coordinates) states = Math.multiplyExact(states, each.values());
    count = states;
    width = world.spec().observations().size();
    actions = world.spec().actions().count();
    exists = new boolean[count];
    observations = new float[Math.multiplyExact(count, width)];
    for (int state = 0; state < count; state++) {
      int[] place = coordinates(state);
      exists[state] = world.exists(place);
      world.observeAt(observations, state * width, place);
    }
  }

  /**
   * The states of a world.
   *
   * @throws IllegalArgumentException if its actions are not a fixed list
   */
  public static StateSpace of(CoordinateWorld world) {
    if (!(world.spec().actions() instanceof ActionSpace.Discrete)) {
      throw new IllegalArgumentException(
          world.spec().name() + " needs discrete actions, has " + world.spec().actions().summary());
    }
    return new StateSpace(world);
  }

  /** Throws unless another objective's world has the same states, observations and actions. */
  public void requireSame(CoordinateWorld world) {
    if (!world.coordinates().equals(coordinates)
        || world.spec().observations().size() != width
        || world.spec().actions().count() != actions) {
      throw new IllegalArgumentException(
          "objectives must share coordinates, observations and actions, got "
              + world.coordinates()
              + " beside "
              + coordinates);
    }
  }

  /** Names and sizes of the coordinates. */
  public List<Coordinate> coordinates() {
    return coordinates;
  }

  /** Number of states. */
  public int count() {
    return count;
  }

  /** Numbers per observation. */
  public int observationSize() {
    return width;
  }

  /** Number of actions. */
  public int actions() {
    return actions;
  }

  /** Whether the world can be in a state. */
  public boolean exists(int state) {
    return exists[state];
  }

  /** The coordinates of a state. */
  public int[] coordinates(int state) {
    int[] place = new int[coordinates.size()];
    int rest = state;
    for (int i = place.length - 1; i >= 0; i--) {
      place[i] = rest % coordinates.get(i).values();
      rest /= coordinates.get(i).values();
    }
    return place;
  }

  /** The number of the state with these coordinates. */
  public int state(int... place) {
    int state = 0;
    for (int i = 0; i < coordinates.size(); i++) {
      state = state * coordinates.get(i).values() + place[i];
    }
    return state;
  }

  /** The number of the state that a world is in. */
  public int state(CoordinateWorld world) {
    int state = 0;
    for (int i = 0; i < coordinates.size(); i++) {
      state = state * coordinates.get(i).values() + world.coordinate(i);
    }
    return state;
  }

  /** Writes what is observed in a state to {@code target[offset]} on. */
  public void observe(int state, float[] target, int offset) {
    System.arraycopy(observations, state * width, target, offset, width);
  }
}
