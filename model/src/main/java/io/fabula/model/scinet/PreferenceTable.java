package io.fabula.model.scinet;

import io.fabula.envs.Action;
import io.fabula.envs.coordinates.CoordinateWorld;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * An agent as a table: its preference of each action in each state of a world. Its network, or
 * whatever it was made by, is no longer needed to play it.
 */
public final class PreferenceTable {
  private static final int BATCH = 256;

  private final int states;
  private final int actions;
  private final float[] values;

  private PreferenceTable(int states, int actions, float[] values) {
    this.states = states;
    this.actions = actions;
    this.values = values;
  }

  /**
   * A table of given preferences.
   *
   * @param values row-major, {@code [state, action]}
   * @throws IllegalArgumentException if there are not as many as the world needs, or one is not
   *     finite
   */
  public static PreferenceTable of(StateSpace space, float[] values) {
    if (values.length != space.count() * space.actions()) {
      throw new IllegalArgumentException(
          "a table of %d states and %d actions needs %d preferences, got %d"
              .formatted(
                  space.count(), space.actions(), space.count() * space.actions(), values.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "the preference of state %d, action %d is %s"
                .formatted(i / space.actions(), i % space.actions(), values[i]));
      }
    }
    return new PreferenceTable(space.count(), space.actions(), values.clone());
  }

  /** What a network prefers in every state. */
  static PreferenceTable of(PreferenceNetwork network, StateSpace space) {
    int width = space.observationSize();
    int actions = space.actions();
    float[] all = new float[space.count() * actions];
    float[] observations = new float[BATCH * width];
    float[] preferences = new float[BATCH * actions];
    try (PreferencePlan plan = new PreferencePlan(network, BATCH)) {
      for (int from = 0; from < space.count(); from += BATCH) {
        int n = Math.min(BATCH, space.count() - from);
        for (int i = 0; i < n; i++) space.observe(from + i, observations, i * width);
        plan.run(observations, preferences);
        System.arraycopy(preferences, 0, all, from * actions, n * actions);
      }
    }
    return of(space, all);
  }

  /**
   * The agent that knows the way (an addition of ours): the preference of an action that leads
   * nearer to the reward is {@code 100 * 0.9^d'} with the distance d' after it, that of every other
   * action {@code 100 * 0.9^(d + 3)} with the distance d before it.
   */
  public static PreferenceTable oracle(CoordinateWorld world) {
    StateSpace space = StateSpace.of(world);
    float[] values = new float[space.count() * space.actions()];
    for (int state = 0; state < space.count(); state++) {
      int[] place = space.coordinates(state);
      OptionalInt before =
          space.exists(state) ? world.optimalStepsFrom(place) : OptionalInt.empty();
      for (int action = 0; action < space.actions(); action++) {
        values[state * space.actions() + action] = (float) oracle(world, place, action, before);
      }
    }
    return new PreferenceTable(space.count(), space.actions(), values);
  }

  private static double oracle(CoordinateWorld world, int[] place, int action, OptionalInt before) {
    if (before.isEmpty()) return 1;
    int distance = before.getAsInt();
    if (world.canStart(place)) {
      world.resetAt(place);
      world.step(Action.of(action));
      int[] next = new int[place.length];
      for (int i = 0; i < next.length; i++) next[i] = world.coordinate(i);
      OptionalInt after = world.optimalStepsFrom(next);
      if (after.isPresent() && after.getAsInt() < distance) return ideal(after.getAsInt());
    }
    return ideal(distance + 3);
  }

  /** The fixed point of glow and damping as published: {@code 100 * 0.9^steps}. */
  private static double ideal(int steps) {
    return 100 * StrictMath.pow(0.9, steps);
  }

  /** Number of states. */
  public int states() {
    return states;
  }

  /** Number of actions. */
  public int actions() {
    return actions;
  }

  /** The preference of an action in a state. */
  public float get(int state, int action) {
    return values[state * actions + action];
  }

  /** A copy of all preferences, {@code [state, action]}. */
  public float[] values() {
    return values.clone();
  }

  /** The most preferred action; the first of equal ones. */
  public int best(int state) {
    int best = 0;
    for (int a = 1; a < actions; a++) if (get(state, a) > get(state, best)) best = a;
    return best;
  }

  /** All rows without a copy, for reading. */
  float[] rows() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PreferenceTable that
        && states == that.states
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
