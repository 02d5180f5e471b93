package io.fabula.model.graph;

import io.fabula.model.graph.memory.FloatMath;
import io.fabula.model.graph.memory.OrderedSums;

/** Softmax and its logarithm. */
final class SoftmaxFunctions {
  static final RowFunction SOFTMAX = new Softmax();
  static final RowFunction LOG_SOFTMAX = new LogSoftmax();

  private SoftmaxFunctions() {}

  static float largest(float[] x, int from, int width) {
    float a = x[from];
    float b = a;
    float c = a;
    float d = a;
    int i = from + 1;
    for (; i + 4 <= from + width; i += 4) { // four at a time, since each waits for the one before
      a = Math.max(a, x[i]);
      b = Math.max(b, x[i + 1]);
      c = Math.max(c, x[i + 2]);
      d = Math.max(d, x[i + 3]);
    }
    for (; i < from + width; i++) a = Math.max(a, x[i]);
    return Math.max(Math.max(a, b), Math.max(c, d));
  }

  /** log sum exp of one row. */
  static float logSumExp(float[] x, int from, int width) {
    float largest = largest(x, from, width);
    if (Float.isInfinite(largest)) return largest;
    double sum = 0;
    for (int i = from; i < from + width; i++) sum += FloatMath.exp(x[i] - largest);
    return (float) (largest + StrictMath.log(sum));
  }

  /** Subtracts from each row its largest element. */
  private static void centre(float[] x, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      int from = row * width;
      float largest = largest(x, from, width);
      for (int i = from; i < from + width; i++) x[i] -= largest;
    }
  }

  private static final class Softmax extends RowFunction {
    Softmax() {
      super("softmax");
    }

    @Override
    void value(float[] x, float[] y, int rows, int width) {
      centre(x, rows, width);
      FloatMath.expOfNegative(x, y, rows * width);
      for (int from = 0; from < rows * width; from += width) {
        float share = (float) (1 / OrderedSums.of(y, from, width));
        for (int i = from; i < from + width; i++) y[i] *= share;
      }
    }

    @Override
    void gradient(float[] y, float[] g, float[] d, int rows, int width) {
      for (int from = 0; from < rows * width; from += width) {
        float dot = (float) OrderedSums.ofProducts(y, from, g, from, width);
        for (int i = from; i < from + width; i++) d[i] = y[i] * (g[i] - dot);
      }
    }
  }

  private static final class LogSoftmax extends RowFunction {
    LogSoftmax() {
      super("log_softmax");
    }

    @Override
    void value(float[] x, float[] y, int rows, int width) {
      centre(x, rows, width);
      FloatMath.expOfNegative(x, y, rows * width);
      for (int from = 0; from < rows * width; from += width) {
        float log = (float) StrictMath.log(OrderedSums.of(y, from, width));
        for (int i = from; i < from + width; i++) y[i] = x[i] - log;
      }
    }

    @Override
    void gradient(float[] y, float[] g, float[] d, int rows, int width) {
      FloatMath.expOfNegative(y, d, rows * width);
      for (int from = 0; from < rows * width; from += width) {
        float sum = (float) OrderedSums.of(g, from, width);
        for (int i = from; i < from + width; i++) d[i] = g[i] - d[i] * sum;
      }
    }
  }
}
