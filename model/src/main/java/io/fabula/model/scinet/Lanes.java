package io.fabula.model.scinet;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.List;

/** The lanes of a training and how a checkpoint keeps them. */
final class Lanes {
  private static final String LENGTHS = "lanes.lengths";
  private static final String CHOICES = "lanes.choices";
  private static final String VALUES = "lanes.values";

  private final List<Lane> lanes = new ArrayList<>();

  Lanes(int count) {
    for (int i = 0; i < count; i++) lanes.add(new Lane());
  }

  Lane get(int i) {
    return lanes.get(i);
  }

  void save(TensorFile file) {
    long[] lengths = lanes.stream().mapToLong(lane -> lane.length).toArray();
    int total = lanes.stream().mapToInt(lane -> lane.length).sum();
    long[] choices = new long[2 * total];
    float[] values = new float[2 * total];
    int at = 0;
    for (Lane lane : lanes) {
      for (int t = 0; t < lane.length; t++, at += 2) {
        choices[at] = lane.states[t];
        choices[at + 1] = lane.actions[t];
        values[at] = lane.preferences[t];
        values[at + 1] = lane.rewards[t];
      }
    }
    file.put(LENGTHS, Tensor.of(lengths));
    file.put(CHOICES, Tensor.of(choices));
    file.put(VALUES, Tensor.of(values));
  }

  void restore(TensorFile file) throws DamagedFileException {
    long[] lengths = file.longs(LENGTHS, lanes.size());
    int total = 0;
    for (long length : lengths) total += Math.toIntExact(length);
    long[] choices = file.longs(CHOICES, 2 * total);
    float[] values = file.floats(VALUES, List.of(2 * total));
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      Lane lane = lanes.get(i);
      lane.length = 0;
      for (int t = 0; t < lengths[i]; t++, at += 2) {
        lane.add((int) choices[at], (int) choices[at + 1], values[at], values[at + 1]);
      }
    }
  }
}
