package io.fabula.envs;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes a world's state as big-endian values behind a header that names the world and the layout's
 * version.
 */
public final class SnapshotWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /**
   * Begins a snapshot.
   *
   * @param world the world's name
   * @param version of the world's layout, raised when the layout changes
   */
  public SnapshotWriter(String world, int version) {
    writing(
        () -> {
          out.writeUTF(world);
          out.writeInt(version);
        });
  }

  public SnapshotWriter put(int value) {
    return writing(() -> out.writeInt(value));
  }

  public SnapshotWriter put(long value) {
    return writing(() -> out.writeLong(value));
  }

  public SnapshotWriter put(float value) {
    return writing(() -> out.writeInt(Float.floatToRawIntBits(value)));
  }

  public SnapshotWriter put(double value) {
    return writing(() -> out.writeLong(Double.doubleToRawLongBits(value)));
  }

  public SnapshotWriter put(boolean value) {
    return writing(() -> out.writeBoolean(value));
  }

  public SnapshotWriter put(byte[] values) {
    return writing(
        () -> {
          out.writeInt(values.length);
          out.write(values);
        });
  }

  public SnapshotWriter put(int[] values) {
    return writing(
        () -> {
          out.writeInt(values.length);
          for (int value : values) out.writeInt(value);
        });
  }

  public SnapshotWriter put(long[] values) {
    return writing(
        () -> {
          out.writeInt(values.length);
          for (long value : values) out.writeLong(value);
        });
  }

  public SnapshotWriter put(float[] values) {
    return writing(
        () -> {
          out.writeInt(values.length);
          for (float value : values) out.writeInt(Float.floatToRawIntBits(value));
        });
  }

  public SnapshotWriter put(double[] values) {
    return writing(
        () -> {
          out.writeInt(values.length);
          for (double value : values) out.writeLong(Double.doubleToRawLongBits(value));
        });
  }

  /** The finished snapshot. */
  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  private interface Writing {
    void run() throws IOException;
  }

  private SnapshotWriter writing(Writing action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return this;
  }
}
