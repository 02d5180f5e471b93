package io.fabula.model.ppo;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/** The saved state of a batch of worlds and of the agent in each of them. */
final class WorldStates {
  final int worlds;
  final int hiddenSize;
  long[] streams;
  float[] hidden;
  byte[] ended;
  double[] returns;
  double[] values;
  long[] lengths;
  final byte[][] snapshots;

  WorldStates(int worlds, int hiddenSize) {
    this.worlds = worlds;
    this.hiddenSize = hiddenSize;
    streams = new long[4 * worlds];
    hidden = new float[worlds * hiddenSize];
    ended = new byte[worlds];
    returns = new double[worlds];
    values = new double[worlds];
    lengths = new long[worlds];
    snapshots = new byte[worlds][];
  }

  void save(TensorFile file, String prefix) {
    file.put(prefix + ".streams", Tensor.of(streams));
    file.put(prefix + ".hidden", Tensor.of(hidden, worlds, hiddenSize));
    file.put(prefix + ".ended", Tensor.of(ended));
    file.put(prefix + ".returns", Tensor.of(returns));
    file.put(prefix + ".values", Tensor.of(values));
    file.put(prefix + ".lengths", Tensor.of(lengths));
    for (int i = 0; i < worlds; i++) file.put(prefix + ".world." + i, Tensor.of(snapshots[i]));
  }

  static WorldStates read(TensorFile file, String prefix, int worlds, int hiddenSize)
      throws DamagedFileException {
    WorldStates states = new WorldStates(worlds, hiddenSize);
    states.streams = file.longs(prefix + ".streams", 4 * worlds);
    states.hidden = file.floats(prefix + ".hidden", List.of(worlds, hiddenSize));
    states.ended = file.bytes(prefix + ".ended");
    if (states.ended.length != worlds) {
      throw new DamagedFileException(
          file.source(),
          "tensor \"" + prefix + ".ended\"",
          "expected " + worlds + " bytes, got " + states.ended.length);
    }
    states.returns = file.doubles(prefix + ".returns", worlds);
    states.values = file.doubles(prefix + ".values", worlds);
    states.lengths = file.longs(prefix + ".lengths", worlds);
    for (int i = 0; i < worlds; i++) states.snapshots[i] = file.bytes(prefix + ".world." + i);
    return states;
  }
}
