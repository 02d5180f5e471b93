package io.fabula.model.training;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;

/**
 * Mean and variance of each component of a stream of vectors, taken in batch by batch (Chan, Golub
 * and LeVeque 1979; population variance). All in doubles. Two of them merge into that of both
 * streams.
 */
public final class RunningMoments {
  /** The weight of the starting values, which keeps the first variance from being 0. */
  public static final double STARTING_COUNT = 1e-4;

  private final double[] mean;
  private final double[] variance;
  private final double[] batchMean;
  private final double[] batchVariance;
  private double count;

  private RunningMoments(int size, double variance, double count) {
    if (size < 1) throw new IllegalArgumentException("size must be at least 1, got " + size);
    mean = new double[size];
    this.variance = new double[size];
    batchMean = new double[size];
    batchVariance = new double[size];
    Arrays.fill(this.variance, variance);
    this.count = count;
  }

  /** Of nothing: what is taken in decides alone. */
  public static RunningMoments empty(int size) {
    return new RunningMoments(size, 0, 0);
  }

  /** Of vectors with mean 0 and variance 1 that weigh {@link #STARTING_COUNT} together. */
  public static RunningMoments standard(int size) {
    return new RunningMoments(size, 1, STARTING_COUNT);
  }

  /** Components of a vector. */
  public int size() {
    return mean.length;
  }

  /** Weight of all that was taken in, the starting values included. */
  public double count() {
    return count;
  }

  /** Mean of component {@code i}. */
  public double mean(int i) {
    return mean[i];
  }

  /** Population variance of component {@code i}. */
  public double variance(int i) {
    return variance[i];
  }

  /**
   * Takes in a batch.
   *
   * @param values {@code [rows, size]} from {@code offset}
   */
  public void add(float[] values, int offset, int rows) {
    double[] converted = new double[rows * mean.length];
    for (int i = 0; i < converted.length; i++) converted[i] = values[offset + i];
    add(converted, 0, rows);
  }

  /** The same for doubles. */
  public void add(double[] values, int offset, int rows) {
    if (rows < 1) throw new IllegalArgumentException("rows must be at least 1, got " + rows);
    int size = mean.length;
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int row = 0; row < rows; row++) sum += values[offset + row * size + i];
      double centre = sum / rows;
      double squares = 0;
      for (int row = 0; row < rows; row++) {
        double distance = values[offset + row * size + i] - centre;
        squares += distance * distance;
      }
      batchMean[i] = centre;
      batchVariance[i] = squares / rows;
    }
    merge(batchMean, batchVariance, rows);
  }

  /** Takes in all that another has taken in, its starting values included. */
  public void merge(RunningMoments other) {
    if (other.size() != size()) {
      throw new IllegalArgumentException(
          "moments of " + size() + " components cannot take in " + other.size());
    }
    if (other.count > 0) merge(other.mean, other.variance, other.count);
  }

  private void merge(double[] otherMean, double[] otherVariance, double otherCount) {
    double total = count + otherCount;
    for (int i = 0; i < mean.length; i++) {
      double delta = otherMean[i] - mean[i];
      double squares =
          variance[i] * count
              + otherVariance[i] * otherCount
              + delta * delta * count * otherCount / total;
      mean[i] += delta * otherCount / total;
      variance[i] = squares / total;
    }
    count = total;
  }

  /**
   * Shifts and scales rows to mean 0 and deviation 1, in place.
   *
   * @param values {@code [rows, size]} from {@code offset}
   * @param epsilon added to the variance under the root
   * @param limit results are held within {@code -limit..limit}
   */
  public void normalise(float[] values, int offset, int rows, double epsilon, double limit) {
    int size = mean.length;
    for (int i = 0; i < size; i++) {
      double deviation = Math.sqrt(variance[i] + epsilon);
      for (int at = offset + i; at < offset + rows * size; at += size) {
        double shifted = (values[at] - mean[i]) / deviation;
        values[at] = (float) Math.max(-limit, Math.min(limit, shifted));
      }
    }
  }

  /** Adds the state to a file as {@code [2 size + 1]} doubles: count, means, variances. */
  public void save(TensorFile file, String name) {
    file.put(name, Tensor.of(state()));
  }

  /** Takes the state from a file. */
  public void restore(TensorFile file, String name) throws DamagedFileException {
    restore(file.doubles(name, 2 * size() + 1));
  }

  /** Count, means, variances. */
  public double[] state() {
    double[] state = new double[2 * size() + 1];
    state[0] = count;
    System.arraycopy(mean, 0, state, 1, size());
    System.arraycopy(variance, 0, state, 1 + size(), size());
    return state;
  }

  /** Takes a {@link #state()} of as many components. */
  public void restore(double[] state) {
    if (state.length != 2 * size() + 1) {
      throw new IllegalArgumentException(
          "expected " + (2 * size() + 1) + " numbers, got " + state.length);
    }
    count = state[0];
    System.arraycopy(state, 1, mean, 0, size());
    System.arraycopy(state, 1 + size(), variance, 0, size());
  }
}
