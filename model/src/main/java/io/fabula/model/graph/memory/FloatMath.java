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
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
  private static final float LOWEST = -87f;
  private static final float HUGE = 1e38f;

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
   * infinite where 2 x overflows, NaN where x is infinite. The loops stand apart because the
   * compiler makes vector instructions of the first and the last, but not of the one that makes
   * floats out of bits.
   */
  public static void elu(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float v = Math.max(0.5f * (x[i] - Math.abs(x[i])), LOWEST);
      y[i] = Math.fma(v, LOG2_E, ROUNDER); // its last bits are k
    }
    for (int i = 0; i < n; i++) y[i] = power(Float.floatToRawIntBits(y[i]) - ROUNDER_BITS);
    for (int i = 0; i < n; i++) {
      float size = Math.abs(x[i]); // (x - |x|) / 2 is min(x, 0), and exact
      float v = Math.max(0.5f * (x[i] - size), LOWEST);
      float below = y[i] * fraction(v, Math.fma(v, LOG2_E, ROUNDER) - ROUNDER) - 1f;
      y[i] = below + 0.5f * (x[i] + size);
    }
  }

  /**
   * exp(x) of all elements for x at most 0; exactly 0 below -87, where the true value is below the
   * smallest normal float. The loops stand apart as in {@link #elu}.
   */
  public static void expOfNegative(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.fma(Math.max(x[i], LOWEST), LOG2_E, ROUNDER); // its last bits are k
    }
    for (int i = 0; i < n; i++) y[i] = power(Float.floatToRawIntBits(y[i]) - ROUNDER_BITS);
    for (int i = 0; i < n; i++) {
      float v = Math.max(x[i], LOWEST);
      float k = Math.fma(v, LOG2_E, ROUNDER) - ROUNDER;
      y[i] = y[i] * fraction(v, k) * positive(x[i] - LOWEST);
    }
  }

  private static float power(int exponent) {
    return Float.intBitsToFloat((exponent + 127) << 23);
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
