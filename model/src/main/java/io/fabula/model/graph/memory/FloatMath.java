package io.fabula.model.graph.memory;

/**
 * Elementary functions in single precision from IEEE operations alone: fast, and the same bits on
 * every machine. Errors are below 3 units in the last place unless stated.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // coefficients as published
public final class FloatMath {
  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float ROUNDER = 12582912f;
  private static final float LOWEST = -87f;
  private static final float HUGE = 1e38f;

  /** 2^23 + 1: multiplying and subtracting with it leaves the first bit of a number alone. */
  private static final float ONE_BIT = 8388609f;

  private FloatMath() {}

  /** The exponential, by Cody and Waite's reduction and a polynomial (Cephes). */
  public static float exp(float x) {
    if (x > 88.72284f) return Float.POSITIVE_INFINITY;
    if (x < -103.9721f) return 0f;
    float k = Math.fma(x, LOG2_E, ROUNDER) - ROUNDER;
    float p = fraction(x, k);
    int whole = (int) k;
    int half = whole >> 1;
    return p * power(half) * power(whole - half);
  }

  /** exp(x) / 2^k, where k is x in units of ln 2, rounded. */
  private static float fraction(float x, float k) {
    float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
    float p = 1.9875691500e-4f;
    p = Math.fma(p, r, 1.3981999507e-3f);
    p = Math.fma(p, r, 8.3334519073e-3f);
    p = Math.fma(p, r, 4.1665795894e-2f);
    p = Math.fma(p, r, 1.6666665459e-1f);
    p = Math.fma(p, r, 5.0000001201e-1f);
    return Math.fma(p * r, r, r) + 1f;
  }

  /**
   * The exponential linear unit of all elements: x above 0, else exp(x) - 1, which is -1 below -87;
   * infinite where 2 x overflows, NaN where x is infinite.
   */
  public static void elu(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float size = Math.abs(x[i]); // (x - |x|) / 2 is min(x, 0), and exact
      float v = Math.max(0.5f * (x[i] - size), LOWEST);
      float k = Math.fma(v, LOG2_E, ROUNDER) - ROUNDER;
      float below = powerBelow1(k) * fraction(v, k) - 1f;
      y[i] = below + 0.5f * (x[i] + size);
    }
  }

  /**
   * exp(x) of all elements for x at most 0; exactly 0 below -87, where the true value is below the
   * smallest normal float.
   */
  public static void expOfNegative(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float v = Math.max(x[i], LOWEST);
      float k = Math.fma(v, LOG2_E, ROUNDER) - ROUNDER;
      y[i] = powerBelow1(k) * fraction(v, k) * positive(x[i] - LOWEST);
    }
  }

  private static float power(int exponent) {
    return Float.intBitsToFloat((exponent + 127) << 23);
  }

  /**
   * 2^k for whole k from -126 to 0, without making floats out of bits, of which the compiler makes
   * no vector instructions: a polynomial of 2^(k/64), off by at most 0.2 %, to the 64th power, is
   * off by less than a quarter, so that rounding it to one bit (Dekker 1971) is exact.
   */
  static float powerBelow1(float k) {
    float t = k * 0.015625f;
    float p = Math.fma(t, 0.02740784f, 0.20692107f);
    p = Math.fma(t, p, 0.67889655f);
    p = Math.fma(t, p, 0.99889237f);
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    float scaled = p * ONE_BIT;
    return scaled - (scaled - p);
  }

  /**
   * 1 where {@code x} is above 0, else 0. There is no branch in it, so that a loop over it becomes
   * vector instructions; a branch on signs that cannot be foretold costs 20 times as much.
   */
  public static float positive(float x) {
    return Math.min(1f, Math.max(0f, x * HUGE * HUGE));
  }

  /** {@code g} where {@code x} is above 0, else 0 and never -0; without a branch as well. */
  public static float whereAbove0(float x, float g) {
    return g * positive(x) + 0f;
  }

  /** The hyperbolic tangent, by a rational approximation (absolute error below 2e-7). */
  public static float tanh(float x) {
    float v = Math.max(-9f, Math.min(9f, x));
    float s = v * v;
    float p = Math.fma(s, -2.76076847742355e-16f, 2.00018790482477e-13f);
    p = Math.fma(s, p, -8.60467152213735e-11f);
    p = Math.fma(s, p, 5.12229709037114e-08f);
    p = Math.fma(s, p, 1.48572235717979e-05f);
    p = Math.fma(s, p, 6.37261928875436e-04f);
    p = Math.fma(s, p, 4.89352455891786e-03f);
    float q = Math.fma(s, 1.19825839466702e-06f, 1.18534705686654e-04f);
    q = Math.fma(s, q, 2.26843463243900e-03f);
    q = Math.fma(s, q, 4.89352518554385e-03f);
    return Math.max(-1f, Math.min(1f, v * p / q));
  }

  /** The logistic function (absolute error below 1e-7). */
  public static float sigmoid(float x) {
    return Math.fma(0.5f, tanh(0.5f * x), 0.5f);
  }

  /** log(1 + exp(x)) without overflow. */
  public static float softplus(float x) {
    return Math.max(x, 0f) + (float) StrictMath.log1p(exp(-Math.abs(x)));
  }

  /** The natural logarithm. */
  public static float log(float x) {
    return (float) StrictMath.log(x);
  }
}
