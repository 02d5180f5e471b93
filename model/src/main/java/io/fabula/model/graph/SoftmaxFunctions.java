package io.fabula.model.graph;

/** Softmax and its logarithm. */
final class SoftmaxFunctions {
  static final RowFunction SOFTMAX = new Softmax();
  static final RowFunction LOG_SOFTMAX = new LogSoftmax();

  private SoftmaxFunctions() {}

  static float largest(float[] x, int from, int width) {
    float largest = x[from];
    for (int i = from + 1; i < from + width; i++) largest = Math.max(largest, x[i]);
    return largest;
  }

  /** log sum exp of one row. */
  static float logSumExp(float[] x, int from, int width) {
    float largest = largest(x, from, width);
    if (Float.isInfinite(largest)) return largest;
    double sum = 0;
    for (int i = from; i < from + width; i++) sum += FloatMath.exp(x[i] - largest);
    return (float) (largest + Math.log(sum));
  }

  private static final class Softmax extends RowFunction {
    Softmax() {
      super("softmax");
    }

    @Override
    void value(float[] x, float[] y, int from, int width) {
      float largest = largest(x, from, width);
      float sum = 0f;
      for (int i = from; i < from + width; i++) {
        y[i] = FloatMath.exp(x[i] - largest);
        sum += y[i];
      }
      float share = 1f / sum;
      for (int i = from; i < from + width; i++) y[i] *= share;
    }

    @Override
    void gradient(float[] y, float[] g, float[] d, int from, int width) {
      float dot = (float) Sums.ofProducts(y, from, g, from, width);
      for (int i = from; i < from + width; i++) d[i] = y[i] * (g[i] - dot);
    }
  }

  private static final class LogSoftmax extends RowFunction {
    LogSoftmax() {
      super("log_softmax");
    }

    @Override
    void value(float[] x, float[] y, int from, int width) {
      float largest = largest(x, from, width);
      double sum = 0;
      for (int i = from; i < from + width; i++) sum += FloatMath.exp(x[i] - largest);
      float log = (float) Math.log(sum);
      for (int i = from; i < from + width; i++) y[i] = x[i] - largest - log;
    }

    @Override
    void gradient(float[] y, float[] g, float[] d, int from, int width) {
      float sum = (float) Sums.of(g, from, width);
      for (int i = from; i < from + width; i++) d[i] = g[i] - FloatMath.exp(y[i]) * sum;
    }
  }
}
