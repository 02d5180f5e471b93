package io.fabula.model.graph.ops;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.memory.Shape;

/**
 * Starting values of tensors in PyTorch's layouts. The fan-in is the number of inputs of one
 * output: the elements of the tensor divided by its first axis; the fan-out likewise by the second.
 */
public final class Initialisation {
  private Initialisation() {}

  /** Uniform in [-bound, bound). */
  public static float[] uniform(Shape shape, double bound, RandomStream random) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return values;
  }

  /** Normal with mean 0. */
  public static float[] normal(Shape shape, double deviation, RandomStream random) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) values[i] = (float) (deviation * random.nextGaussian());
    return values;
  }

  /**
   * What PyTorch's layers begin with, weights and biases alike: uniform in +-1/sqrt(fan-in). For
   * GRU and LSTM the fan-in is the hidden size.
   */
  public static float[] byFanIn(Shape shape, int fanIn, RandomStream random) {
    return uniform(shape, 1 / Math.sqrt(fanIn), random);
  }

  /** Xavier-uniform (Glorot and Bengio 2010): {@code gain sqrt(6 / (fan-in + fan-out))}. */
  public static float[] xavierUniform(Shape shape, double gain, RandomStream random) {
    return uniform(shape, gain * Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape))), random);
  }

  /** Xavier-normal: {@code gain sqrt(2 / (fan-in + fan-out))}. */
  public static float[] xavierNormal(Shape shape, double gain, RandomStream random) {
    return normal(shape, gain * Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape))), random);
  }

  /** Kaiming-uniform before a relu (He et al. 2015): {@code sqrt(6 / fan-in)}. */
  public static float[] kaimingUniform(Shape shape, RandomStream random) {
    return uniform(shape, Math.sqrt(6.0 / fanIn(shape)), random);
  }

  /** Kaiming-normal before a relu: {@code sqrt(2 / fan-in)}. */
  public static float[] kaimingNormal(Shape shape, RandomStream random) {
    return normal(shape, Math.sqrt(2.0 / fanIn(shape)), random);
  }

  /**
   * Orthonormal rows (or columns, where there are more rows than columns) times {@code gain}.
   *
   * @param shape the first axis are the rows, the others together the columns
   */
  public static float[] orthogonal(Shape shape, double gain, RandomStream random) {
    int rows = shape.dim(0);
    int columns = shape.size() / rows;
    boolean tall = rows > columns;
    double[][] basis = basis(Math.min(rows, columns), Math.max(rows, columns), random);
    float[] values = new float[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = (float) (gain * (tall ? basis[j][i] : basis[i][j]));
      }
    }
    return values;
  }

  private static double[][] basis(int vectors, int length, RandomStream random) {
    double[][] basis = new double[vectors][length];
    for (int i = 0; i < vectors; i++) {
      for (int j = 0; j < length; j++) basis[i][j] = random.nextGaussian();
      for (int pass = 0; pass < 2; pass++) { // the second pass removes what rounding left
        for (int k = 0; k < i; k++) subtractProjection(basis[i], basis[k]);
      }
      double norm = Math.sqrt(dot(basis[i], basis[i]));
      for (int j = 0; j < length; j++) basis[i][j] /= norm;
    }
    return basis;
  }

  private static void subtractProjection(double[] vector, double[] unit) {
    double length = dot(vector, unit);
    for (int j = 0; j < vector.length; j++) vector[j] -= length * unit[j];
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) sum += a[j] * b[j];
    return sum;
  }

  private static int fanIn(Shape shape) {
    requireTwoAxes(shape);
    return shape.size() / shape.dim(0);
  }

  private static int fanOut(Shape shape) {
    requireTwoAxes(shape);
    return shape.size() / shape.dim(1);
  }

  private static void requireTwoAxes(Shape shape) {
    if (shape.rank() < 2) {
      throw new IllegalArgumentException("fans need at least 2 axes, got " + shape);
    }
  }
}
