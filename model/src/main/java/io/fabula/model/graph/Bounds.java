package io.fabula.model.graph;

/** Affine maps and limits. */
final class Bounds {
  private Bounds() {}

  static final class Affine extends UnaryFunction {
    private final float factor;
    private final float offset;

    Affine(float factor, float offset) {
      super("affine", false, false);
      this.factor = factor;
      this.offset = offset;
    }

    @Override
    boolean cheap() {
      return true;
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = factor * x[i] + offset;
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = factor * g[i];
    }
  }

  static final class Clamp extends UnaryFunction {
    private final float low;
    private final float high;
    private final boolean straightThrough;

    Clamp(float low, float high, boolean straightThrough) {
      super(straightThrough ? "straight_through_clamp" : "clamp", !straightThrough, false);
      if (!(low <= high)) {
        throw new IllegalArgumentException("low must not exceed high, got " + low + ", " + high);
      }
      this.low = low;
      this.high = high;
      this.straightThrough = straightThrough;
    }

    @Override
    boolean cheap() {
      return true;
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = Math.max(low, Math.min(high, x[i]));
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      if (straightThrough) {
        System.arraycopy(g, 0, d, 0, n);
      } else {
        for (int i = 0; i < n; i++) d[i] = x[i] >= low && x[i] <= high ? g[i] : 0f;
      }
    }
  }
}
