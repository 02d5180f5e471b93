package io.fabula.model.graph;

import io.fabula.model.graph.memory.FloatMath;

/** The functions behind {@link Arithmetic}. */
public final class PairFunctions {
  static final BinaryFunction ADD = new Add();
  static final BinaryFunction SUB = new Sub();
  static final BinaryFunction MUL = new Mul();
  static final BinaryFunction DIV = new Div();
  static final BinaryFunction MIN = new Extremum("min", true);
  public static final BinaryFunction BINARY_CROSS_ENTROPY = new BinaryCrossEntropy();
  static final BinaryFunction MAX = new Extremum("max", false);

  private PairFunctions() {}

  private static final class Add extends BinaryFunction {
    Add() {
      super("add", false);
    }

    @Override
    void value(float[] a, float[] b, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = a[i] + b[i];
    }

    @Override
    void gradientOfFirst(float[] a, float[] b, float[] g, float[] d, int n) {
      System.arraycopy(g, 0, d, 0, n);
    }

    @Override
    void gradientOfSecond(float[] a, float[] b, float[] g, float[] d, int n) {
      System.arraycopy(g, 0, d, 0, n);
    }
  }

  private static final class Sub extends BinaryFunction {
    Sub() {
      super("sub", false);
    }

    @Override
    void value(float[] a, float[] b, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = a[i] - b[i];
    }

    @Override
    void gradientOfFirst(float[] a, float[] b, float[] g, float[] d, int n) {
      System.arraycopy(g, 0, d, 0, n);
    }

    @Override
    void gradientOfSecond(float[] a, float[] b, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = -g[i];
    }
  }

  private static final class Mul extends BinaryFunction {
    Mul() {
      super("mul", true);
    }

    @Override
    void value(float[] a, float[] b, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = a[i] * b[i];
    }

    @Override
    void gradientOfFirst(float[] a, float[] b, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = g[i] * b[i];
    }

    @Override
    void gradientOfSecond(float[] a, float[] b, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = g[i] * a[i];
    }
  }

  private static final class Div extends BinaryFunction {
    Div() {
      super("div", true);
    }

    @Override
    void value(float[] a, float[] b, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = a[i] / b[i];
    }

    @Override
    void gradientOfFirst(float[] a, float[] b, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = g[i] / b[i];
    }

    @Override
    void gradientOfSecond(float[] a, float[] b, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = -g[i] * (a[i] / b[i]) / b[i];
    }
  }

  private static final class BinaryCrossEntropy extends BinaryFunction {
    private static final float LOWEST = -100f;
    private static final float SMALLEST = 1e-12f;

    BinaryCrossEntropy() {
      super("binary_cross_entropy", true);
    }

    private static float log(float p) {
      return Math.max(LOWEST, FloatMath.log(p));
    }

    @Override
    void value(float[] a, float[] b, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = -b[i] * log(a[i]) - (1f - b[i]) * log(1f - a[i]);
    }

    @Override
    void gradientOfFirst(float[] a, float[] b, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) {
        d[i] = g[i] * (a[i] - b[i]) / Math.max((1f - a[i]) * a[i], SMALLEST);
      }
    }

    @Override
    void gradientOfSecond(float[] a, float[] b, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = g[i] * (log(1f - a[i]) - log(a[i]));
    }
  }

  private static final class Extremum extends BinaryFunction {
    private final boolean smaller;

    Extremum(String kind, boolean smaller) {
      super(kind, true);
      this.smaller = smaller;
    }

    @Override
    void value(float[] a, float[] b, float[] y, int n) {
      if (smaller) {
        for (int i = 0; i < n; i++) y[i] = Math.min(a[i], b[i]);
      } else {
        for (int i = 0; i < n; i++) y[i] = Math.max(a[i], b[i]);
      }
    }

    @Override
    void gradientOfFirst(float[] a, float[] b, float[] g, float[] d, int n) {
      if (smaller) {
        for (int i = 0; i < n; i++) d[i] = share(a[i], b[i]) * g[i];
      } else {
        for (int i = 0; i < n; i++) d[i] = share(b[i], a[i]) * g[i];
      }
    }

    @Override
    void gradientOfSecond(float[] a, float[] b, float[] g, float[] d, int n) {
      gradientOfFirst(b, a, g, d, n);
    }

    private static float share(float low, float high) {
      return low < high ? 1f : low == high ? 0.5f : 0f;
    }
  }
}
