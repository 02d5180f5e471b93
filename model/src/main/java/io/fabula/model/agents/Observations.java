package io.fabula.model.agents;

import io.fabula.envs.Environment;
import io.fabula.envs.ObservationSpace;
import java.util.Arrays;

/**
 * What a batch of worlds shows, in one flat array: bytes where the worlds' observations are
 * byte-valued, else floats. The other array is empty.
 */
public final class Observations {
  private final int size;
  private final byte[] bytes;
  private final float[] floats;

  /** Room for {@code rows} observations. */
  public Observations(ObservationSpace space, int rows) {
    size = space.size();
    int all = Math.multiplyExact(rows, size);
    bytes = new byte[space.byteValued() ? all : 0];
    floats = new float[space.byteValued() ? 0 : all];
  }

  /** Numbers of one observation. */
  public int size() {
    return size;
  }

  /** Whether observations are bytes. */
  public boolean byteValued() {
    return floats.length == 0;
  }

  /** {@code [rows, size]} bytes 0..255, or empty. */
  public byte[] bytes() {
    return bytes;
  }

  /** {@code [rows, size]} numbers, or empty. */
  public float[] floats() {
    return floats;
  }

  /** Writes what a world shows now into a row. */
  public void look(int row, Environment world) {
    if (byteValued()) world.observe(bytes, row * size);
    else world.observe(floats, row * size);
  }

  /** A copy of a row's bytes; empty if observations are floats. */
  public byte[] copyBytes(int row) {
    return byteValued() ? Arrays.copyOfRange(bytes, row * size, (row + 1) * size) : new byte[0];
  }

  /** A copy of a row's numbers; empty if observations are bytes. */
  public float[] copyFloats(int row) {
    return byteValued() ? new float[0] : Arrays.copyOfRange(floats, row * size, (row + 1) * size);
  }
}
