package io.fabula.pipelines.worker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What goes over a stream: the length of a text and the length of data, 4 bytes little-endian each;
 * the text, which is JSON in UTF-8; the data.
 *
 * @param text JSON, at most {@value #MOST_TEXT} bytes
 * @param data raw bytes, at most {@value #MOST_DATA}
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record Message(byte[] text, byte[] data) {
  static final int MOST_TEXT = 1 << 20;
  static final int MOST_DATA = 1 << 26;
  private static final int LENGTHS = 2 * Integer.BYTES;

  /**
   * The next message, or null if the stream ends before it.
   *
   * @throws IOException if the stream ends within it, or its lengths are beyond the limits
   */
  static @Nullable Message read(InputStream in) throws IOException {
    byte[] lengths = in.readNBytes(LENGTHS);
    if (lengths.length == 0) return null;
    if (lengths.length < LENGTHS) throw new EOFException("the input ends within a message");
    ByteBuffer buffer = ByteBuffer.wrap(lengths).order(ByteOrder.LITTLE_ENDIAN);
    int text = buffer.getInt();
    int data = buffer.getInt();
    if (text < 0 || text > MOST_TEXT || data < 0 || data > MOST_DATA) {
      throw new IOException(
          "a message has at most %d bytes of text and %d of data, got %d and %d"
              .formatted(
                  MOST_TEXT,
                  MOST_DATA,
                  Integer.toUnsignedLong(text),
                  Integer.toUnsignedLong(data)));
    }
    return new Message(whole(in, text), whole(in, data));
  }

  private static byte[] whole(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) throw new EOFException("the input ends within a message");
    return bytes;
  }

  /** Writes the message and flushes. */
  void write(OutputStream out) throws IOException {
    byte[] lengths =
        ByteBuffer.allocate(LENGTHS)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(text.length)
            .putInt(data.length)
            .array();
    out.write(lengths);
    out.write(text);
    out.write(data);
    out.flush();
  }
}
