package io.fabula.pipelines.tables;

import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Hands rows to Parquet value by value. */
final class RowWriteSupport extends WriteSupport<@Nullable Object[]> {
  private final TableSchema schema;
  private @Nullable RecordConsumer consumer;

  RowWriteSupport(TableSchema schema) {
    this.schema = schema;
  }

  @SuppressWarnings("deprecation") // abstract where it is deprecated
  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(ParquetSchema.of(schema), ParquetSchema.metadata(schema));
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(ParquetSchema.of(schema), ParquetSchema.metadata(schema));
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(@Nullable Object[] values) {
    RecordConsumer out = consumer;
    if (out == null) throw new IllegalStateException("not prepared");
    out.startMessage();
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null) continue;
      String name = schema.columns().get(i).name();
      out.startField(name, i);
      write(out, value);
      out.endField(name, i);
    }
    out.endMessage();
  }

  private static void write(RecordConsumer out, Object value) {
    if (value instanceof Boolean flag) out.addBoolean(flag);
    else if (value instanceof Integer integer) out.addInteger(integer);
    else if (value instanceof Long integer) out.addLong(integer);
    else if (value instanceof Float number) out.addFloat(number);
    else if (value instanceof Double number) out.addDouble(number);
    else if (value instanceof String text) out.addBinary(Binary.fromString(text));
    else if (value instanceof byte[] bytes) out.addBinary(Binary.fromConstantByteArray(bytes));
    else if (value instanceof float[] numbers) {
      out.startGroup();
      out.startField("list", 0);
      for (float number : numbers) {
        startElement(out);
        out.addFloat(number);
        endElement(out);
      }
      out.endField("list", 0);
      out.endGroup();
    } else if (value instanceof double[] numbers) {
      out.startGroup();
      out.startField("list", 0);
      for (double number : numbers) {
        startElement(out);
        out.addDouble(number);
        endElement(out);
      }
      out.endField("list", 0);
      out.endGroup();
    }
  }

  private static void startElement(RecordConsumer out) {
    out.startGroup();
    out.startField("element", 0);
  }

  private static void endElement(RecordConsumer out) {
    out.endField("element", 0);
    out.endGroup();
  }
}
