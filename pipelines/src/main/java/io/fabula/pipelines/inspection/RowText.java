package io.fabula.pipelines.inspection;

import java.util.StringJoiner;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** A row as text for people: long arrays and frames are cut short. */
final class RowText {
  private static final int SHOWN = 8;

  private RowText() {}

  static String of(Group row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.getType().getFieldCount(); i++) {
      Type field = row.getType().getType(i);
      text.append("  ").append(field.getName()).append(": ").append(value(row, i, field));
      text.append('\n');
    }
    return text.toString();
  }

  private static String value(Group row, int index, Type field) {
    if (row.getFieldRepetitionCount(index) == 0) return "(none)";
    if (!field.isPrimitive()) return list(row.getGroup(index, 0));
    boolean bytes =
        field.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
            && !(field.getLogicalTypeAnnotation()
                instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation);
    return bytes ? row.getBinary(index, 0).length() + " bytes" : row.getValueToString(index, 0);
  }

  private static String list(Group list) {
    int length = list.getFieldRepetitionCount(0);
    StringJoiner shown =
        new StringJoiner(", ", "[", length > SHOWN ? ", ... " + length + "]" : "]");
    for (int i = 0; i < Math.min(SHOWN, length); i++) {
      shown.add(list.getGroup(0, i).getValueToString(0, 0));
    }
    return shown.toString();
  }
}
