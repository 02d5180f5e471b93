package io.fabula.model.ppo;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.List;

/** The saved state of a batch of worlds and of the agent in each of them. */
final class WorldStates {
  final int worlds;
  final int stateSize;
  long[] streams;
  float[] state;
  byte[] ended;
  double[] returns;
  double[] values;
  long[] lengths;
  final byte[][] snapshots;

  WorldStates(int worlds, int stateSize) {
    this.worlds = worlds;
    this.stateSize = stateSize;
    streams = new long[4 * worlds];
    state = new float[worlds * stateSize];
    ended = new byte[worlds];
    returns = new double[worlds];
    values = new double[worlds];
    lengths = new long[worlds];
    snapshots = new byte[worlds][];
  }

  void save(TensorFile file, String prefix) {
    file.put(prefix + ".streams", Tensor.of(streams));
    file.put(prefix + ".state", Tensor.of(state, worlds, stateSize));
    file.put(prefix + ".ended", Tensor.of(ended));
    file.put(prefix + ".returns", Tensor.of(returns));
    file.put(prefix + ".values", Tensor.of(values));
    file.put(prefix + ".lengths", Tensor.of(lengths));
    for (int i = 0; i < worlds; i++) file.put(prefix + ".world." + i, Tensor.of(snapshots[i]));
  }

  static WorldStates read(TensorFile file, String prefix, int worlds, int stateSize)
      throws DamagedFileException {
    WorldStates states = new WorldStates(worlds, stateSize);
    states.streams = file.longs(prefix + ".streams", 4 * worlds);
    states.state = file.floats(prefix + ".state", List.of(worlds, stateSize));
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
