package io.fabula.model.training;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last transitions of an agent in flat columns. A row is a whole transition, the observation
 * after it included, so that taking the place of the oldest row spoils no other. Write a row by
 * {@link #next} and into the columns at {@code slot * width}; read it the same way.
 */
public final class ReplayBuffer {
  /** What the numbers of a column are. */
  public enum Kind {
    FLOATS,
    INTS,
    BYTES
  }

  /**
   * A column.
   *
   * @param name its name
   * @param kind what its numbers are
   * @param width numbers in a row, at least 1
   */
  public record Column(String name, Kind kind, int width) {
    public Column {
      if (width < 1) {
        throw new IllegalArgumentException(
            "column " + name + ": width must be at least 1, got " + width);
      }
    }
  }

  private final int capacity;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final Map<String, float[]> floats = new LinkedHashMap<>();
  private final Map<String, int[]> ints = new LinkedHashMap<>();
  private final Map<String, byte[]> bytes = new LinkedHashMap<>();
  private long added;

  /**
   * An empty buffer.
   *
   * @param capacity rows that are kept, at least 1
   * @param columns at least one, with different names
   */
  public ReplayBuffer(int capacity, List<Column> columns) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, got " + capacity);
    }
    if (columns.isEmpty()) throw new IllegalArgumentException("columns must not be empty");
    this.capacity = capacity;
    for (Column column : columns) {
      if (this.columns.put(column.name(), column) != null) {
        throw new IllegalArgumentException("two columns are called " + column.name());
      }
      int size = Math.multiplyExact(capacity, column.width());
      switch (column.kind()) {
        case FLOATS -> floats.put(column.name(), new float[size]);
        case INTS -> ints.put(column.name(), new int[size]);
        case BYTES -> bytes.put(column.name(), new byte[size]);
      }
    }
  }

  /** Rows that are kept. */
  public int capacity() {
    return capacity;
  }

  /** Rows that there are now. */
  public int size() {
    return (int) Math.min(capacity, added);
  }

  /** Rows that were ever added. */
  public long added() {
    return added;
  }

  /**
   * Makes room for a row: a free slot, or that of the oldest row. What stands there is to be
   * overwritten in every column.
   *
   * @return the slot, {@code 0..capacity-1}
   */
  public int next() {
    return (int) (added++ % capacity);
  }

  /** A column of floats, {@code [capacity, width]}; row {@code slot} begins at slot * width. */
  public float[] floats(String column) {
    return column(floats, column, Kind.FLOATS);
  }

  /** A column of whole numbers. */
  public int[] ints(String column) {
    return column(ints, column, Kind.INTS);
  }

  /** A column of bytes. */
  public byte[] bytes(String column) {
    return column(bytes, column, Kind.BYTES);
  }

  private <T> T column(Map<String, T> kind, String name, Kind wanted) {
    T found = kind.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "no column of " + wanted + " is called " + name + "; there are " + columns.values());
    }
    return found;
  }

  /**
   * Draws slots uniformly and with replacement from all rows that there are, so that a batch may be
   * larger than the buffer.
   *
   * @param slots filled with slots
   * @throws IllegalStateException if there is no row yet
   */
  public void sample(RandomStream random, int[] slots) {
    if (added == 0) throw new IllegalStateException("there is no row to draw yet");
    for (int i = 0; i < slots.length; i++) slots[i] = random.nextInt(size());
  }

  /** Adds the rows that there are to a checkpoint. */
  public void save(TensorFile file, String prefix) {
    file.put(prefix + ".added", Tensor.of(new long[] {added}));
    for (Column column : columns.values()) {
      int used = size() * column.width();
      String name = prefix + "." + column.name();
      switch (column.kind()) {
        case FLOATS -> file.put(name, Tensor.of(Arrays.copyOf(floats(column.name()), used), used));
        case INTS -> {
          long[] values = new long[used];
          int[] from = ints(column.name());
          for (int i = 0; i < used; i++) values[i] = from[i];
          file.put(name, Tensor.of(values));
        }
        case BYTES -> file.put(name, Tensor.of(Arrays.copyOf(bytes(column.name()), used)));
      }
    }
  }

  /**
   * Takes the rows of a checkpoint of a buffer with the same capacity and columns.
   *
   * @throws DamagedFileException if the file holds no such buffer
   */
  public void restore(TensorFile file, String prefix) throws DamagedFileException {
    long saved = file.longs(prefix + ".added", 1)[0];
    if (saved < 0) {
      throw new DamagedFileException(
          file.source(), "tensor \"" + prefix + ".added\"", "must be at least 0, got " + saved);
    }
    int rows = (int) Math.min(capacity, saved);
    List<Runnable> copies = new ArrayList<>();
    for (Column column : columns.values()) {
      int used = rows * column.width();
      String name = prefix + "." + column.name();
      switch (column.kind()) {
        case FLOATS -> {
          float[] from = file.floats(name, List.of(used));
          copies.add(() -> System.arraycopy(from, 0, floats(column.name()), 0, used));
        }
        case INTS -> {
          long[] from = file.longs(name, used);
          copies.add(
              () -> {
                int[] to = ints(column.name());
                for (int i = 0; i < used; i++) to[i] = (int) from[i];
              });
        }
        case BYTES -> {
          byte[] from = file.bytes(name);
          if (from.length != used) {
            throw new DamagedFileException(
                file.source(),
                "tensor \"" + name + "\"",
                "expected " + used + " bytes, got " + from.length);
          }
          copies.add(() -> System.arraycopy(from, 0, bytes(column.name()), 0, used));
        }
      }
    }
    copies.forEach(Runnable::run);
    added = saved;
  }
}
