package io.fabula.model.detectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The distinct states that were seen, numbered in the order of their first appearance. */
public final class DistinctStates {
  /** The number of a state that has not been seen. */
  public static final int UNSEEN = -1;

  private final int inputs;
  private final Map<Key, Integer> numbers = new HashMap<>();
  private final List<byte[]> states = new ArrayList<>();

  /** Bytes that are equal when their values are. */
  private static final class Key {
    private final byte[] bytes;
    private final int hash;

    Key(byte[] bytes) {
      this.bytes = bytes;
      hash = Arrays.hashCode(bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(key.bytes, bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** None yet; each will have {@code inputs} bytes. */
  public DistinctStates(int inputs) {
    this.inputs = inputs;
  }

  /** Those of {@link #bytes()}. */
  public static DistinctStates of(byte[] bytes, int inputs) {
    DistinctStates states = new DistinctStates(inputs);
    for (int at = 0; at < bytes.length; at += inputs) {
      states.add(Arrays.copyOfRange(bytes, at, at + inputs));
    }
    return states;
  }

  /** The number of a state, a new one if it has none. */
  public int add(byte[] state) {
    int known = find(state);
    if (known != UNSEEN) return known;
    byte[] copy = state.clone();
    numbers.put(new Key(copy), states.size());
    states.add(copy);
    return states.size() - 1;
  }

  /** The number of a state, or {@link #UNSEEN}. */
  public int find(byte[] state) {
    if (state.length != inputs) {
      throw new IllegalArgumentException("a state has " + inputs + " bytes, got " + state.length);
    }
    Integer known = numbers.get(new Key(state));
    return known == null ? UNSEEN : known;
  }

  /** Adds all of these to others, in order; returns the numbers that they have there. */
  int[] addTo(DistinctStates others) {
    return states.stream().mapToInt(others::add).toArray();
  }

  /** How many. */
  public int size() {
    return states.size();
  }

  /** All of them, {@code [size, inputs]}. */
  public byte[] bytes() {
    byte[] all = new byte[Math.multiplyExact(states.size(), inputs)];
    for (int i = 0; i < states.size(); i++) {
      System.arraycopy(states.get(i), 0, all, i * inputs, inputs);
    }
    return all;
  }
}
