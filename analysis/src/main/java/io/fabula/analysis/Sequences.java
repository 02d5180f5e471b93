package io.fabula.analysis;

import java.util.Arrays;

/**
 * Equally long recordings of the same quantities: {@code [sample, step, width]} row by row.
 *
 * @param samples number of recordings
 * @param steps steps of each
 * @param width quantities at each step
 * @param values {@code samples * steps * width} numbers; owned by the record
 */
@SuppressWarnings("ArrayRecordComponent") // large; shared by agreement
public record Sequences(int samples, int steps, int width, double[] values) {
  public Sequences {
    if (samples < 0 || steps < 1 || width < 1) {
      throw new IllegalArgumentException(
          "needs samples >= 0, steps >= 1 and width >= 1, got "
              + samples
              + ", "
              + steps
              + ", "
              + width);
    }
    int expected = Math.multiplyExact(Math.multiplyExact(samples, steps), width);
    if (values.length != expected) {
      throw new IllegalArgumentException("expected " + expected + " values, got " + values.length);
    }
  }

  /** Copies {@code [sample][step][width]}. */
  public static Sequences of(double[][][] values) {
    if (values.length == 0) throw new IllegalArgumentException("at least one sample is needed");
    int steps = values[0].length;
    int width = values[0][0].length;
    double[] flat = new double[values.length * steps * width];
    int next = 0;
    for (double[][] sample : values) {
      if (sample.length != steps) {
        throw new IllegalArgumentException(
            "samples differ in length: " + steps + " and " + sample.length);
      }
      for (double[] row : sample) {
        if (row.length != width) {
          throw new IllegalArgumentException(
              "rows differ in width: " + width + " and " + row.length);
        }
        System.arraycopy(row, 0, flat, next, width);
        next += width;
      }
    }
    return new Sequences(values.length, steps, width, flat);
  }

  /** Views the rows of {@code [samples * steps, width]} as sequences; the storage is shared. */
  public static Sequences of(Matrix rows, int steps) {
    if (steps < 1 || rows.rows() % steps != 0) {
      throw new IllegalArgumentException(
          rows.rows() + " rows are no whole number of sequences of " + steps + " steps");
    }
    return new Sequences(rows.rows() / steps, steps, rows.columns(), rows.values());
  }

  /** One number. */
  public double get(int sample, int step, int column) {
    return values[(sample * steps + step) * width + column];
  }

  /** All steps of all samples as rows {@code [samples * steps, width]}; the storage is shared. */
  public Matrix asMatrix() {
    return new Matrix(samples * steps, width, values);
  }

  /** One recording, {@code [step, width]}, copied. */
  public Matrix sample(int index) {
    int size = steps * width;
    return new Matrix(steps, width, Arrays.copyOfRange(values, index * size, (index + 1) * size));
  }

  /** The recordings with these indices, in this order. */
  public Sequences select(int[] index) {
    int size = steps * width;
    double[] result = new double[index.length * size];
    for (int i = 0; i < index.length; i++) {
      System.arraycopy(values, index[i] * size, result, i * size, size);
    }
    return new Sequences(index.length, steps, width, result);
  }
}
