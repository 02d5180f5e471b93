package io.fabula.pipelines.inspection;

import io.fabula.pipelines.problems.Shown;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.StringJoiner;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** A row as text for people: long arrays, texts and frames are cut short. */
final class RowText {
  private static final int SHOWN = 8;
  private static final int JULIAN_1970 = 2_440_588;
  private static final long SECONDS_OF_A_DAY = 86_400;

  private RowText() {}

  static String of(Group row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.getType().getFieldCount(); i++) {
      Type field = row.getType().getType(i);
      text.append("  ").append(Shown.value(field.getName())).append(": ");
      text.append(field(row, i)).append('\n');
    }
    return text.toString();
  }

  /** How many groups lie in each other. */
  static int depth(Type type) {
    int deepest = 0;
    ArrayDeque<Type> level = new ArrayDeque<>();
    level.add(type);
    while (!level.isEmpty()) {
      deepest++;
      ArrayDeque<Type> below = new ArrayDeque<>();
      for (Type each : level) if (!each.isPrimitive()) below.addAll(each.asGroupType().getFields());
      level = below;
    }
    return deepest;
  }

  /** All values of a field in a group: one, none, or those of a repeated one. */
  private static String field(Group row, int index) {
    Type field = row.getType().getType(index);
    int count = row.getFieldRepetitionCount(index);
    if (field.isRepetition(Type.Repetition.REPEATED)) return repeated(row, index, count);
    return count == 0 ? "(none)" : value(row, index, 0, field);
  }

  private static String repeated(Group row, int index, int count) {
    StringJoiner shown = joiner("[", "]", count);
    Type field = row.getType().getType(index);
    for (int i = 0; i < Math.min(SHOWN, count); i++) shown.add(value(row, index, i, field));
    return shown.toString();
  }

  private static StringJoiner joiner(String open, String close, int count) {
    return new StringJoiner(", ", open, count > SHOWN ? ", ... " + count + close : close);
  }

  private static String value(Group row, int index, int at, Type field) {
    if (field.isPrimitive()) return primitive(row, index, at, field.asPrimitiveType());
    Group group = row.getGroup(index, at);
    LogicalTypeAnnotation meaning = field.getLogicalTypeAnnotation();
    boolean wraps =
        group.getType().getFieldCount() == 1
            && group.getType().getType(0).isRepetition(Type.Repetition.REPEATED);
    if (wraps && meaning instanceof ListLogicalTypeAnnotation) return list(group);
    if (wraps && meaning instanceof MapLogicalTypeAnnotation) return map(group);
    int count = group.getType().getFieldCount();
    StringJoiner shown = joiner("{", "}", count);
    for (int i = 0; i < Math.min(SHOWN, count); i++) {
      shown.add(Shown.value(group.getType().getType(i).getName()) + ": " + field(group, i));
    }
    return shown.toString();
  }

  /** The repeated field is the element itself, or holds it: older writers leave that level out. */
  private static String list(Group list) {
    int count = list.getFieldRepetitionCount(0);
    Type entry = list.getType().getType(0);
    boolean holds = !entry.isPrimitive() && entry.asGroupType().getFieldCount() == 1;
    if (!holds) return repeated(list, 0, count);
    StringJoiner shown = joiner("[", "]", count);
    for (int i = 0; i < Math.min(SHOWN, count); i++) shown.add(field(list.getGroup(0, i), 0));
    return shown.toString();
  }

  private static String map(Group map) {
    int count = map.getFieldRepetitionCount(0);
    StringJoiner shown = joiner("{", "}", count);
    for (int i = 0; i < Math.min(SHOWN, count); i++) {
      Group entry = map.getGroup(0, i);
      String value = entry.getType().getFieldCount() > 1 ? ": " + field(entry, 1) : "";
      shown.add(field(entry, 0) + value);
    }
    return shown.toString();
  }

  private static String primitive(Group row, int index, int at, PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Boolean.toString(row.getBoolean(index, at));
      case INT32 -> type.stringifier().stringify(row.getInteger(index, at));
      case INT64 -> type.stringifier().stringify(row.getLong(index, at));
      case FLOAT -> Float.toString(row.getFloat(index, at));
      case DOUBLE -> Double.toString(row.getDouble(index, at));
      case INT96 -> time(row.getInt96(index, at));
      case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(row.getBinary(index, at), type);
    };
  }

  private static String bytes(Binary value, PrimitiveType type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    if (meaning instanceof StringLogicalTypeAnnotation
        || meaning instanceof EnumLogicalTypeAnnotation
        || meaning instanceof JsonLogicalTypeAnnotation) {
      return text(value);
    }
    if (meaning == null || meaning instanceof LogicalTypeAnnotation.BsonLogicalTypeAnnotation) {
      return value.length() + " bytes";
    }
    return Shown.value(type.stringifier().stringify(value)); // decimals, UUIDs, half floats
  }

  private static String text(Binary value) {
    try {
      return Shown.value(
          StandardCharsets.UTF_8.newDecoder().decode(value.toByteBuffer()).toString());
    } catch (CharacterCodingException e) {
      return value.length() + " bytes that are not UTF-8";
    }
  }

  /** Nanoseconds of the day, then the Julian day, as some programs write times. */
  private static String time(Binary value) {
    ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() != 12) return value.length() + " bytes";
    long nanos = bytes.getLong();
    long days = bytes.getInt() - (long) JULIAN_1970;
    return Instant.ofEpochSecond(days * SECONDS_OF_A_DAY, nanos).toString();
  }
}
