package io.fabula.pipelines.tables;

import io.fabula.pipelines.store.Digests;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The digest of what a table says: name, version and columns, then the values row by row, each as
 * little-endian bytes behind a mark that it is there. Measured columns are left out.
 */
final class RowDigest {
  private final MessageDigest digest = Digests.sha256();
  private final TableSchema schema;
  private ByteBuffer buffer = ByteBuffer.allocate(1 << 14).order(ByteOrder.LITTLE_ENDIAN);

  RowDigest(TableSchema schema) {
    this.schema = schema;
    StringBuilder header = new StringBuilder(schema.name()).append(' ').append(schema.version());
    for (Column column : schema.columns()) {
      if (column.measured()) continue;
      header.append('\n').append(column.name()).append(' ').append(column.type());
      header.append(column.shape());
    }
    digest.update(header.toString().getBytes(StandardCharsets.UTF_8));
  }

  void add(@Nullable Object[] values) {
    buffer.clear();
    for (int i = 0; i < values.length; i++) {
      if (!schema.columns().get(i).measured()) add(values[i]);
    }
    digest.update(buffer.array(), 0, buffer.position());
  }

  private void add(@Nullable Object value) {
    reserve(16);
    buffer.put((byte) (value == null ? 0 : 1));
    if (value instanceof Boolean flag) buffer.put((byte) (flag ? 1 : 0));
    else if (value instanceof Integer integer) buffer.putInt(integer);
    else if (value instanceof Long integer) buffer.putLong(integer);
    else if (value instanceof Float number) buffer.putInt(Float.floatToIntBits(number));
    else if (value instanceof Double number) buffer.putLong(Double.doubleToLongBits(number));
    else if (value instanceof String text) bytes(text.getBytes(StandardCharsets.UTF_8));
    else if (value instanceof byte[] bytes) bytes(bytes);
    else if (value instanceof int[] numbers) {
      reserve(4 * numbers.length);
      for (int number : numbers) buffer.putInt(number);
    } else if (value instanceof float[] numbers) {
      reserve(4 * numbers.length);
      for (float number : numbers) buffer.putInt(Float.floatToIntBits(number));
    } else if (value instanceof double[] numbers) {
      reserve(8 * numbers.length);
      for (double number : numbers) buffer.putLong(Double.doubleToLongBits(number));
    }
  }

  private void bytes(byte[] bytes) {
    reserve(4 + bytes.length);
    buffer.putInt(bytes.length).put(bytes);
  }

  private void reserve(int bytes) {
    if (buffer.remaining() >= bytes) return;
    ByteBuffer larger =
        ByteBuffer.allocate(2 * (buffer.position() + bytes)).order(ByteOrder.LITTLE_ENDIAN);
    larger.put(buffer.flip());
    buffer = larger;
  }

  String hex() {
    return Digests.hex(digest);
  }
}
