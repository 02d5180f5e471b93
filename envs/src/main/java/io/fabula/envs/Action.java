package io.fabula.envs;

import java.util.Arrays;

/**
 * One choice of an agent. Immutable by agreement: arrays are not copied and must not change
 * afterwards.
 */
public sealed interface Action {
  /** The discrete action {@code index}, without allocating for small indices. */
  static Discrete of(int index) {
    return index >= 0 && index < Discrete.CACHE.length
        ? Discrete.CACHE[index]
        : new Discrete(index);
  }

  /** The discrete action {@code index} with its real parameters, in the order of its space. */
  static Parameterised of(int index, float... parameters) {
    return new Parameterised(index, parameters);
  }

  /** An ordered list of item ids, first position first. */
  static Slate slate(int... items) {
    return new Slate(items);
  }

  /** A plain choice, or an entry of a variable set by its id. */
  record Discrete(int index) implements Action {
    private static final Discrete[] CACHE = new Discrete[256];

    static {
      for (int i = 0; i < CACHE.length; i++) CACHE[i] = new Discrete(i);
    }
  }

  /** A choice with real parameters. */
  @SuppressWarnings("ArrayRecordComponent") // hot path: read in place, never copied
  record Parameterised(int index, float[] parameters) implements Action {
    @Override
    public boolean equals(Object other) {
      return other instanceof Parameterised that
          && index == that.index
          && Arrays.equals(parameters, that.parameters);
    }

    @Override
    public int hashCode() {
      return 31 * index + Arrays.hashCode(parameters);
    }

    @Override
    public String toString() {
      return "Parameterised[" + index + ", " + Arrays.toString(parameters) + "]";
    }
  }

  /** An ordered list of items without repeats. */
  @SuppressWarnings("ArrayRecordComponent") // hot path: read in place, never copied
  record Slate(int[] items) implements Action {
    @Override
    public boolean equals(Object other) {
      return other instanceof Slate that && Arrays.equals(items, that.items);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(items);
    }

    @Override
    public String toString() {
      return "Slate" + Arrays.toString(items);
    }
  }
}
