package io.fabula.pipelines.exports;

import io.fabula.pipelines.tracking.TrackedRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the metrics of a run as an event file of TensorBoard.
 *
 * <p>Source: TensorFlow's {@code event.proto} and {@code summary.proto}; the wire format is
 * Protocol Buffers', the file TFRecord.
 */
public final class TensorBoardExport {
  private static final String VERSION = "brain.Event:2";
  private static final double MILLIS = 1000;
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED32 = 5;

  private TensorBoardExport() {}

  /**
   * Writes {@code directory/RUN/events.out.tfevents.SECONDS.fabula}; the same run written again
   * takes the place of the file.
   *
   * @return the file
   */
  public static Path write(TrackedRun run, Path directory) throws IOException {
    long seconds = (long) (run.startMillis() / MILLIS);
    Path file =
        directory.resolve(run.id()).resolve("events.out.tfevents.%010d.fabula".formatted(seconds));
    Files.createDirectories(file.getParent());
    try (RecordFile records = new RecordFile(file)) {
      Message first = new Message();
      first.real(1, run.startMillis() / MILLIS);
      first.text(3, VERSION);
      records.write(first.toBytes());
      for (TrackedRun.Point each : run.points()) records.write(event(each));
    }
    return file;
  }

  private static byte[] event(TrackedRun.Point point) {
    Message value = new Message();
    value.text(1, point.key());
    value.single(2, (float) point.value());
    Message summary = new Message();
    summary.bytes(1, value.toBytes());
    Message event = new Message();
    event.real(1, point.timeMillis() / MILLIS);
    event.integer(2, point.step());
    event.bytes(5, summary.toBytes());
    return event.toBytes();
  }

  /** A message in the making, field by field. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void real(int field, double value) {
      tag(field, FIXED64);
      out.writeBytes(little(Double.BYTES).putDouble(value).array());
    }

    void single(int field, float value) {
      tag(field, FIXED32);
      out.writeBytes(little(Float.BYTES).putFloat(value).array());
    }

    void integer(int field, long value) {
      tag(field, VARINT);
      varint(value);
    }

    void text(int field, String value) {
      bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(int field, byte[] value) {
      tag(field, DELIMITED);
      varint(value.length);
      out.writeBytes(value);
    }

    private static ByteBuffer little(int bytes) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void tag(int field, int kind) {
      varint((long) field << 3 | kind);
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    byte[] toBytes() {
      return out.toByteArray();
    }
  }
}
