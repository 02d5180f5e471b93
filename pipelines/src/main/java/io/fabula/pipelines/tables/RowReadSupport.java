package io.fabula.pipelines.tables;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Puts rows together from Parquet's values. */
final class RowReadSupport extends ReadSupport<Row> {
  private final TableSchema schema;

  RowReadSupport(TableSchema schema) {
    this.schema = schema;
  }

  @Override
  public ReadContext init(InitContext context) {
    return new ReadContext(ParquetSchema.of(schema));
  }

  @SuppressWarnings("deprecation") // abstract where it is deprecated
  @Override
  public RecordMaterializer<Row> prepareForRead(
      Configuration configuration,
      Map<String, String> metadata,
      MessageType fileSchema,
      ReadContext context) {
    return new Materializer(schema);
  }

  @Override
  public RecordMaterializer<Row> prepareForRead(
      ParquetConfiguration configuration,
      Map<String, String> metadata,
      MessageType fileSchema,
      ReadContext context) {
    return new Materializer(schema);
  }

  private static final class Materializer extends RecordMaterializer<Row> {
    private final TableSchema schema;
    private final RowConverter root;

    Materializer(TableSchema schema) {
      this.schema = schema;
      root = new RowConverter(schema);
    }

    @Override
    public Row getCurrentRecord() {
      return new Row(schema, root.values);
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }

  private static final class RowConverter extends GroupConverter {
    private final Converter[] converters;
    private @Nullable Object[] values;

    RowConverter(TableSchema schema) {
      int count = schema.columns().size();
      values = new Object[count];
      converters = new Converter[count];
      for (int i = 0; i < count; i++) {
        Column column = schema.columns().get(i);
        converters[i] =
            switch (column.type()) {
              case FLOATS, DOUBLES -> new ArrayConverter(this, i, column);
              default -> new ValueConverter(this, i, column.type());
            };
      }
    }

    void set(int index, Object value) {
      values[index] = value;
    }

    @Override
    public Converter getConverter(int fieldIndex) {
      return converters[fieldIndex];
    }

    @Override
    public void start() {
      values = new Object[converters.length];
    }

    @Override
    public void end() {}
  }

  private static final class ValueConverter extends PrimitiveConverter {
    private final RowConverter row;
    private final int index;
    private final Column.Type type;

    ValueConverter(RowConverter row, int index, Column.Type type) {
      this.row = row;
      this.index = index;
      this.type = type;
    }

    @Override
    public void addBinary(Binary value) {
      row.set(index, type == Column.Type.STRING ? value.toStringUsingUTF8() : value.getBytes());
    }

    @Override
    public void addBoolean(boolean value) {
      row.set(index, value);
    }

    @Override
    public void addDouble(double value) {
      row.set(index, value);
    }

    @Override
    public void addFloat(float value) {
      row.set(index, value);
    }

    @Override
    public void addInt(int value) {
      row.set(index, value);
    }

    @Override
    public void addLong(long value) {
      row.set(index, value);
    }
  }

  /** The group, its repeated group and its element, which all share one growing place. */
  private static final class ArrayConverter extends GroupConverter {
    private final RowConverter row;
    private final int index;
    private final Column column;
    private final boolean floats;
    private final GroupConverter entry;
    private float[] floatValues = new float[0];
    private double[] doubleValues = new double[0];
    private int count;

    ArrayConverter(RowConverter row, int index, Column column) {
      this.row = row;
      this.index = index;
      this.column = column;
      floats = column.type() == Column.Type.FLOATS;
      entry = new EntryConverter(new ElementConverter());
    }

    @Override
    public Converter getConverter(int fieldIndex) {
      return entry;
    }

    @Override
    public void start() {
      count = 0;
      if (floats) floatValues = new float[column.elements()];
      else doubleValues = new double[column.elements()];
    }

    @Override
    public void end() {
      if (count != column.elements()) throw wrongLength(count);
      row.set(index, floats ? floatValues : doubleValues);
    }

    private IllegalStateException wrongLength(int actual) {
      return new IllegalStateException(
          "%s has %d values where %d were expected"
              .formatted(column.name(), actual, column.elements()));
    }

    private final class ElementConverter extends PrimitiveConverter {
      @Override
      public void addFloat(float value) {
        if (count == floatValues.length) throw wrongLength(count + 1);
        floatValues[count++] = value;
      }

      @Override
      public void addDouble(double value) {
        if (count == doubleValues.length) throw wrongLength(count + 1);
        doubleValues[count++] = value;
      }
    }
  }

  private static final class EntryConverter extends GroupConverter {
    private final Converter element;

    EntryConverter(Converter element) {
      this.element = element;
    }

    @Override
    public Converter getConverter(int fieldIndex) {
      return element;
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
