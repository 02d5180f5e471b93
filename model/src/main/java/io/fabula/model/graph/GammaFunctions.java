package io.fabula.model.graph;

/**
 * The logarithm of the gamma function and its derivatives for positive numbers; not a number
 * elsewhere. Computed in double precision by recurrence up to 8 and Stirling's series from there
 * (Abramowitz and Stegun 1964, 6.1.41, 6.3.18, 6.4.12).
 */
public final class GammaFunctions {
  static final UnaryFunction LOG_GAMMA = new LogGamma();
  static final UnaryFunction DIGAMMA = new Digamma();

  private static final double LARGE = 8;
  private static final double HALF_LOG_2_PI = 0.9189385332046728;

  private GammaFunctions() {}

  public static double logGamma(double x) {
    if (!(x > 0)) return Double.NaN;
    double product = 1;
    double z = x;
    for (; z < LARGE; z++) product *= z;
    double r = 1 / (z * z);
    double series = 1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r / 1188)));
    return (z - 0.5) * StrictMath.log(z) - z + HALF_LOG_2_PI + series / z - StrictMath.log(product);
  }

  public static double digamma(double x) {
    if (!(x > 0)) return Double.NaN;
    double sum = 0;
    double z = x;
    for (; z < LARGE; z++) sum += 1 / z;
    double r = 1 / (z * z);
    double series = r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r / 132))));
    return StrictMath.log(z) - 0.5 / z - series - sum;
  }

  public static double trigamma(double x) {
    if (!(x > 0)) return Double.NaN;
    double sum = 0;
    double z = x;
    for (; z < LARGE; z++) sum += 1 / (z * z);
    double r = 1 / (z * z);
    double series = 1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * 5 / 66)));
    return 1 / z + 0.5 * r + series * r / z + sum;
  }

  private static final class LogGamma extends UnaryFunction {
    LogGamma() {
      super("log_gamma", true, false);
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = (float) logGamma(x[i]);
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = g[i] * (float) digamma(x[i]);
    }
  }

  private static final class Digamma extends UnaryFunction {
    Digamma() {
      super("digamma", true, false);
    }

    @Override
    void value(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) y[i] = (float) digamma(x[i]);
    }

    @Override
    void gradient(float[] x, float[] y, float[] g, float[] d, int n) {
      for (int i = 0; i < n; i++) d[i] = g[i] * (float) trigamma(x[i]);
    }
  }
}
