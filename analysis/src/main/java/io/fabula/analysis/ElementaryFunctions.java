package io.fabula.analysis;

/**
 * Exponential and hyperbolic tangent in double precision from IEEE operations alone: the same bits
 * on every machine and in every version of Java, whose own ones are free to differ in the last
 * place from release to release. Loops over arrays become vector instructions.
 */
public final class ElementaryFunctions {
  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN2_HIGH = 0.6931471803691238;
  private static final double LN2_LOW = 1.9082149292705877E-10;

  /** Adding it rounds to a whole number, which is then in the last bits. */
  private static final double ROUNDER = 0x1.8p52;

  private static final double LOWEST = -708;
  private static final double HIGHEST = 709;

  /** tanh is 1 in double precision beyond it. */
  private static final double SATURATED = 19.0625;

  /** 2 x is halved seven times. */
  private static final double STEP = 2.0 / 128;

  /** 1 / n! from n = 14 down: the terms of the exponential series. */
  private static final double C14 = 1.0 / 87178291200.0;

  private static final double C13 = 1.0 / 6227020800.0;
  private static final double C12 = 1.0 / 479001600.0;
  private static final double C11 = 1.0 / 39916800.0;
  private static final double C10 = 1.0 / 3628800.0;
  private static final double C9 = 1.0 / 362880.0;
  private static final double C8 = 1.0 / 40320.0;
  private static final double C7 = 1.0 / 5040.0;
  private static final double C6 = 1.0 / 720.0;
  private static final double C5 = 1.0 / 120.0;
  private static final double C4 = 1.0 / 24.0;
  private static final double C3 = 1.0 / 6.0;

  private ElementaryFunctions() {}

  /**
   * The exponential, within 1 unit in the last place; 0 below -708, where the true value is next to
   * the smallest normal number, and infinite above 709.
   */
  public static double exp(double x) {
    if (x < LOWEST) return 0;
    if (x > HIGHEST) return Double.POSITIVE_INFINITY;
    double k = (x * LOG2_E + ROUNDER) - ROUNDER;
    double high = x - k * LN2_HIGH;
    double low = k * LN2_LOW;
    double r = high - low;
    // the error of the subtraction above, so that the reduced argument has more than 53 bits
    double rest = (high - r) - low;
    double value = 1 + (r + (rest + r * r * tail(r)));
    return value * Double.longBitsToDouble((long) (k + 1023) << 52);
  }

  /** {@code (exp(r) - 1 - r) / r^2} for |r| below 0.35. */
  private static double tail(double r) {
    double p = C14;
    p = Math.fma(p, r, C13);
    p = Math.fma(p, r, C12);
    p = Math.fma(p, r, C11);
    p = Math.fma(p, r, C10);
    p = Math.fma(p, r, C9);
    p = Math.fma(p, r, C8);
    p = Math.fma(p, r, C7);
    p = Math.fma(p, r, C6);
    p = Math.fma(p, r, C5);
    p = Math.fma(p, r, C4);
    p = Math.fma(p, r, C3);
    return Math.fma(p, r, 0.5);
  }

  /**
   * The hyperbolic tangent of the first {@code n} elements, within 6 units in the last place.
   *
   * @param x consumed: holds other values afterwards
   * @param y receives the results; another array than {@code x}
   * @implNote exp(2x) - 1 by the series at 2x / 128, doubled seven times: exp(2a) - 1 is e (e + 2)
   *     for e = exp(a) - 1. There is no branch and no cast in it, and the loops are short, so the
   *     compiler makes vector instructions of them.
   */
  public static void tanh(double[] x, double[] y, int n) {
    if (x == y) throw new IllegalArgumentException("x and y must be two arrays");
    for (int i = 0; i < n; i++) {
      x[i] = Math.max(-SATURATED, Math.min(SATURATED, x[i])) * STEP;
    }
    for (int i = 0; i < n; i++) {
      double r = x[i];
      double p = Math.fma(C14, r, C13);
      p = Math.fma(p, r, C12);
      p = Math.fma(p, r, C11);
      p = Math.fma(p, r, C10);
      y[i] = Math.fma(p, r, C9);
    }
    for (int i = 0; i < n; i++) {
      double r = x[i];
      double p = Math.fma(y[i], r, C8);
      p = Math.fma(p, r, C7);
      p = Math.fma(p, r, C6);
      y[i] = Math.fma(p, r, C5);
    }
    for (int i = 0; i < n; i++) {
      double r = x[i];
      double p = Math.fma(y[i], r, C4);
      p = Math.fma(p, r, C3);
      p = Math.fma(p, r, 0.5);
      y[i] = Math.fma(r * r, p, r);
    }
    for (int i = 0; i < n; i++) {
      double e = y[i];
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      y[i] = Math.fma(e, e, e + e);
    }
    for (int i = 0; i < n; i++) {
      double e = y[i];
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      y[i] = e / (e + 2);
    }
  }
}
