package io.fabula.envs;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;

/**
 * Reads what {@link SnapshotWriter} wrote, in the same order. Read everything into locals and call
 * {@link #end} before changing the world, so that a bad snapshot changes nothing.
 */
public final class SnapshotReader {
  private final String world;
  private final DataInputStream in;

  /**
   * Opens a snapshot.
   *
   * @throws IllegalArgumentException if it belongs to another world or version
   */
  public SnapshotReader(byte[] snapshot, String world, int version) {
    this.world = world;
    in = new DataInputStream(new ByteArrayInputStream(snapshot));
    String actual = reading(in::readUTF);
    int actualVersion = nextInt();
    if (!actual.equals(world) || actualVersion != version) {
      throw new IllegalArgumentException(
          "expected a snapshot of "
              + world
              + " version "
              + version
              + ", got "
              + actual
              + " version "
              + actualVersion);
    }
  }

  public int nextInt() {
    return reading(in::readInt);
  }

  public long nextLong() {
    return reading(in::readLong);
  }

  public float nextFloat() {
    return Float.intBitsToFloat(nextInt());
  }

  public double nextDouble() {
    return Double.longBitsToDouble(nextLong());
  }

  public boolean nextBoolean() {
    return reading(in::readBoolean);
  }

  public byte[] nextBytes() {
    byte[] values = new byte[length(1)];
    reading(
        () -> {
          in.readFully(values);
          return values;
        });
    return values;
  }

  public int[] nextInts() {
    int[] values = new int[length(4)];
    for (int i = 0; i < values.length; i++) values[i] = nextInt();
    return values;
  }

  public long[] nextLongs() {
    long[] values = new long[length(8)];
    for (int i = 0; i < values.length; i++) values[i] = nextLong();
    return values;
  }

  public float[] nextFloats() {
    float[] values = new float[length(4)];
    for (int i = 0; i < values.length; i++) values[i] = nextFloat();
    return values;
  }

  public double[] nextDoubles() {
    double[] values = new double[length(8)];
    for (int i = 0; i < values.length; i++) values[i] = nextDouble();
    return values;
  }

  /**
   * Checks that nothing is left.
   *
   * @throws IllegalArgumentException if bytes remain
   */
  public void end() {
    int left = reading(in::available);
    if (left != 0)
      throw new IllegalArgumentException(
          "snapshot of " + world + " has " + left + " bytes too many");
  }

  private int length(int elementBytes) {
    int length = nextInt();
    int left = reading(in::available);
    if (length < 0 || (long) length * elementBytes > left) {
      throw new IllegalArgumentException(
          "snapshot of " + world + " is cut off or damaged: array of " + length);
    }
    return length;
  }

  private interface Reading<T> {
    T run() throws IOException;
  }

  private <T> T reading(Reading<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new IllegalArgumentException("snapshot is cut off or damaged", e);
    }
  }
}
