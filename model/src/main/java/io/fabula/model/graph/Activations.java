package io.fabula.model.graph;

import io.fabula.model.graph.memory.FloatMath;

/** The activation functions. */
final class Activations {
  static final UnaryFunction RELU = new Relu();
  static final UnaryFunction ELU = new Elu();
  static final UnaryFunction TANH = new Tanh();
  static final UnaryFunction SIGMOID = new Sigmoid();
  static final UnaryFunction SOFTPLUS = new Softplus();

  private Activations() {}

  private static final class Relu extends UnaryFunction {
    Relu() {
      super("relu", false, true);
    }

    @Override
    boolean cheap() {
      return true;
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = Math.max(x[i], 0f);
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = FloatMath.whereAbove0(y[i], g[i]);
    }
  }

  static final class LeakyRelu extends UnaryFunction {
    private final float slope;

    LeakyRelu(float slope) {
      super("leaky_relu", true, false);
      this.slope = slope;
    }

    @Override
    boolean cheap() {
      return true;
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) {
        y[i] = Math.max(x[i], 0f) + slope * Math.min(x[i], 0f);
      }
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) {
        float above = FloatMath.positive(x[i]);
        d[i] = g[i] * (above + slope * (1f - above));
      }
    }
  }

  private static final class Elu extends UnaryFunction {
    Elu() {
      super("elu", false, true);
    }

    @Override
    void value(float[] x, float[] y, int n) {
      FloatMath.elu(x, y, n);
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = g[i] * (Math.min(y[i], 0f) + 1f);
    }
  }

  private static final class Tanh extends UnaryFunction {
    Tanh() {
      super("tanh", false, true);
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = FloatMath.tanh(x[i]);
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = g[i] * (1f - y[i] * y[i]);
    }
  }

  private static final class Sigmoid extends UnaryFunction {
    Sigmoid() {
      super("sigmoid", false, true);
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = FloatMath.sigmoid(x[i]);
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = g[i] * (y[i] * (1f - y[i]));
    }
  }

  private static final class Softplus extends UnaryFunction {
    Softplus() {
      super("softplus", true, false);
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = FloatMath.softplus(x[i]);
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = g[i] * FloatMath.sigmoid(x[i]);
    }
  }
}
