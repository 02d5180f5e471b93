package io.fabula.pipelines.exports;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A message {@code tf.train.Example} in the making: lists of bytes, floats or integers by name.
 *
 * <p>Source: TensorFlow's {@code example.proto} and {@code feature.proto}; the wire format is
 * Protocol Buffers'.
 */
final class TensorExample {
  private static final int BYTES = 1;
  private static final int FLOATS = 2;
  private static final int INTEGERS = 3;

  private static final class Feature {
    final int kind;
    final ByteArrayOutputStream values = new ByteArrayOutputStream();

    Feature(int kind) {
      this.kind = kind;
    }
  }

  private final Map<String, Feature> features = new TreeMap<>();

  /** Appends a string of bytes. */
  void bytes(String name, byte[] value) {
    delimited(feature(name, BYTES).values, 1, value);
  }

  /** Appends a text. */
  void text(String name, String value) {
    bytes(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends numbers. */
  void floats(String name, float... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) buffer.putFloat(value);
    feature(name, FLOATS).values.writeBytes(buffer.array());
  }

  /** Appends an integer. */
  void integer(String name, long value) {
    varint(feature(name, INTEGERS).values, value);
  }

  /** Appends integers. */
  void integers(String name, int... values) {
    ByteArrayOutputStream out = feature(name, INTEGERS).values;
    for (int value : values) varint(out, value);
  }

  /** Appends bytes as integers 0..255. */
  void unsigned(String name, byte[] values) {
    ByteArrayOutputStream out = feature(name, INTEGERS).values;
    for (byte value : values) varint(out, value & 0xFF);
  }

  private Feature feature(String name, int kind) {
    Feature feature = features.computeIfAbsent(name, key -> new Feature(kind));
    if (feature.kind != kind) throw new IllegalStateException(name + " has values of two kinds");
    return feature;
  }

  /** The message. */
  byte[] toBytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    features.forEach(
        (name, feature) -> {
          byte[] values = feature.values.toByteArray();
          byte[] list = feature.kind == BYTES ? values : message(1, values);
          ByteArrayOutputStream entry = new ByteArrayOutputStream();
          delimited(entry, 1, name.getBytes(StandardCharsets.UTF_8));
          delimited(entry, 2, message(feature.kind, list));
          delimited(all, 1, entry.toByteArray());
        });
    return message(1, all.toByteArray());
  }

  private static byte[] message(int field, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    delimited(out, field, content);
    return out.toByteArray();
  }

  private static void delimited(ByteArrayOutputStream out, int field, byte[] content) {
    varint(out, ((long) field << 3) | 2);
    varint(out, content.length);
    out.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
