package io.fabula.model.training;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The rows of a training log under named columns; part of a checkpoint. */
public final class TrainingLog {
  private static final String NAME = "trainer.log";
  private static final String COLUMNS = "trainer.log.columns";

  private final List<String> columns;
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();

  /** An empty log with these columns, in order; names must differ. */
  public TrainingLog(List<String> columns) {
    this.columns = List.copyOf(columns);
    for (String column : this.columns) {
      if (places.put(column, places.size()) != null) {
        throw new IllegalArgumentException("two columns are called " + column);
      }
    }
  }

  /** One row: a number or nothing in each column. */
  public static final class Row {
    private final Map<String, Integer> places;
    private final double[] cells;

    private Row(Map<String, Integer> places, double[] cells) {
      this.places = places;
      this.cells = cells;
    }

    /** The number in a column; NaN if there is none. */
    public double get(String column) {
      return cells[place(column)];
    }

    /** The number in a column, if there is one. */
    public OptionalDouble find(String column) {
      double cell = get(column);
      return Double.isNaN(cell) ? OptionalDouble.empty() : OptionalDouble.of(cell);
    }

    /** Puts a number into a column. */
    public Row set(String column, double value) {
      cells[place(column)] = value;
      return this;
    }

    /** All cells in the order of the columns, NaN where there is nothing; a copy. */
    public double[] cells() {
      return cells.clone();
    }

    private int place(String column) {
      Integer place = places.get(column);
      if (place == null) {
        throw new IllegalArgumentException(
            "no column is called " + column + "; there are " + places.keySet());
      }
      return place;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Row that
          && places.equals(that.places)
          && Arrays.equals(cells, that.cells);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(cells);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      places.forEach((name, at) -> text.append(name).append('=').append(cells[at]).append(' '));
      return text.toString().trim();
    }
  }

  /** The columns in order. */
  public List<String> columns() {
    return columns;
  }

  /** All rows so far. */
  public List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  /** An empty row of these columns, not yet part of the log. */
  public Row newRow() {
    double[] cells = new double[columns.size()];
    Arrays.fill(cells, Double.NaN);
    return new Row(places, cells);
  }

  /** Appends a row made by {@link #newRow}, which must not change afterwards. */
  public void add(Row row) {
    if (!row.places.equals(places)) {
      throw new IllegalArgumentException(
          "the row has columns " + row.places.keySet() + ", the log " + columns);
    }
    rows.add(row);
  }

  /** Adds the log to a checkpoint. */
  public void save(TensorFile file) {
    double[] cells = new double[rows.size() * columns.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).cells, 0, cells, i * columns.size(), columns.size());
    }
    identity().save(file);
    file.put(NAME, Tensor.of(cells, rows.size(), columns.size()));
  }

  /**
   * Takes the rows of a checkpoint.
   *
   * @throws DamagedFileException if it holds no log of these columns
   */
  public void restore(TensorFile file) throws DamagedFileException {
    identity().require(file);
    double[] cells = file.doubles(NAME, -1);
    int width = columns.size();
    if (cells.length % width != 0) {
      throw new DamagedFileException(
          file.source(), "tensor \"" + NAME + "\"", "expected rows of " + width + " cells");
    }
    rows.clear();
    for (int at = 0; at < cells.length; at += width) {
      rows.add(new Row(places, Arrays.copyOfRange(cells, at, at + width)));
    }
  }

  private CheckpointMetadata identity() {
    return CheckpointMetadata.of(COLUMNS, String.join(",", columns));
  }
}
