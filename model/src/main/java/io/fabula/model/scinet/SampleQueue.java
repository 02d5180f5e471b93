package io.fabula.model.scinet;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import java.util.List;

/** Samples in order of arrival; each leaves once, the oldest first, and none is dropped. */
final class SampleQueue {
  private static final String PAIRS = "samples.pairs";
  private static final String TARGETS = "samples.targets";

  private int[] states = new int[1024];
  private int[] actions = new int[1024];
  private float[] targets = new float[1024];
  private int first;
  private int size;

  int size() {
    return size;
  }

  void add(int state, int action, float target) {
    if (first + size == states.length) makeRoom();
    states[first + size] = state;
    actions[first + size] = action;
    targets[first + size] = target;
    size++;
  }

  private void makeRoom() {
    int length = 2 * size <= states.length ? states.length : 2 * states.length;
    states = moved(states, length);
    actions = moved(actions, length);
    float[] kept = new float[length];
    System.arraycopy(targets, first, kept, 0, size);
    targets = kept;
    first = 0;
  }

  private int[] moved(int[] from, int length) {
    int[] kept = new int[length];
    System.arraycopy(from, first, kept, 0, size);
    return kept;
  }

  /**
   * Takes the oldest samples as a network's input.
   *
   * @param pairs receives observations and one-hot actions, {@code [count, observation + actions]}
   * @param wanted receives the targets, {@code [count]}
   */
  void take(int count, StateSpace space, float[] pairs, float[] wanted) {
    if (count > size) {
      throw new IllegalArgumentException("only " + size + " samples wait, not " + count);
    }
    int width = space.observationSize() + space.actions();
    for (int i = 0; i < count; i++) {
      space.observe(states[first + i], pairs, i * width);
      int action = i * width + space.observationSize();
      Arrays.fill(pairs, action, action + space.actions(), 0);
      pairs[action + actions[first + i]] = 1;
      wanted[i] = targets[first + i];
    }
    first += count;
    size -= count;
  }

  void save(TensorFile file) {
    long[] pairs = new long[2 * size];
    for (int i = 0; i < size; i++) {
      pairs[2 * i] = states[first + i];
      pairs[2 * i + 1] = actions[first + i];
    }
    file.put(PAIRS, Tensor.of(pairs));
    file.put(TARGETS, Tensor.of(Arrays.copyOfRange(targets, first, first + size)));
  }

  void restore(TensorFile file) throws DamagedFileException {
    long[] pairs = file.longs(PAIRS, -1);
    float[] wanted = file.floats(TARGETS, List.of(pairs.length / 2));
    first = 0;
    size = 0;
    for (int i = 0; i < wanted.length; i++) {
      add((int) pairs[2 * i], (int) pairs[2 * i + 1], wanted[i]);
    }
  }
}
