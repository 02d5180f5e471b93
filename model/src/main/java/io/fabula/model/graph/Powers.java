package io.fabula.model.graph;

import io.fabula.model.graph.memory.FloatMath;

/** Powers, exponentials and their inverses. */
final class Powers {
  static final UnaryFunction EXP = new Exp();
  static final UnaryFunction LOG = new Log();
  static final UnaryFunction SQUARE = new Square();
  static final UnaryFunction SQRT = new Sqrt();
  static final UnaryFunction RECIPROCAL = new Reciprocal();
  static final UnaryFunction ABS = new Abs();

  private Powers() {}

  private static final class Exp extends UnaryFunction {
    Exp() {
      super("exp", false, true);
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = FloatMath.exp(x[i]);
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = g[i] * y[i];
    }
  }

  private static final class Log extends UnaryFunction {
    Log() {
      super("log", true, false);
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = FloatMath.log(x[i]);
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = g[i] / x[i];
    }
  }

  private static final class Square extends UnaryFunction {
    Square() {
      super("square", true, false);
    }

    @Override
    boolean cheap() {
      return true;
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = x[i] * x[i];
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = 2f * g[i] * x[i];
    }
  }

  private static final class Sqrt extends UnaryFunction {
    Sqrt() {
      super("sqrt", false, true);
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = (float) Math.sqrt(x[i]);
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = 0.5f * g[i] / y[i];
    }
  }

  private static final class Reciprocal extends UnaryFunction {
    Reciprocal() {
      super("reciprocal", false, true);
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = 1f / x[i];
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = -g[i] * y[i] * y[i];
    }
  }

  private static final class Abs extends UnaryFunction {
    Abs() {
      super("abs", true, false);
    }

    @Override
    boolean cheap() {
      return true;
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = Math.abs(x[i]);
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = x[i] > 0f ? g[i] : x[i] < 0f ? -g[i] : 0f;
    }
  }
}
