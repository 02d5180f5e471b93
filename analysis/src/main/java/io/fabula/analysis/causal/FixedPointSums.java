package io.fabula.analysis.causal;

/**
 * Sums of doubles in 128-bit fixed point (64 bits of whole, 64 bits of fraction): integer addition
 * does not care about order, so the sums have the same bits however the summands were split and
 * grouped. Each summand is rounded towards 0 to a multiple of 2^-63.
 */
public final class FixedPointSums {
  private static final double LIMIT = 0x1p40;

  private final long[] high;
  private final long[] low;

  /** Sums that are 0. */
  public FixedPointSums(int count) {
    this(new long[count], new long[count]);
  }

  /** Sums as {@link #high()} and {@link #low()} gave them; the arrays are kept. */
  public FixedPointSums(long[] high, long[] low) {
    this.high = high;
    this.low = low;
  }

  /**
   * Adds to one sum.
   *
   * @param value finite, below 2^40 in magnitude
   */
  public void add(int index, double value) {
    double magnitude = Math.abs(value);
    if (!(magnitude < LIMIT)) {
      throw new IllegalArgumentException(
          "a number to be averaged must be finite and below 2^40 in magnitude, got " + value);
    }
    long whole = (long) magnitude;
    long fraction = (long) ((magnitude - whole) * 0x1p63) << 1;
    if (value < 0) {
      fraction = -fraction;
      whole = fraction == 0 ? -whole : ~whole;
    }
    add(index, whole, fraction);
  }

  private void add(int index, long whole, long fraction) {
    long sum = low[index] + fraction;
    high[index] += whole + (Long.compareUnsigned(sum, fraction) < 0 ? 1 : 0);
    low[index] = sum;
  }

  /** Adds other sums, as {@link #high()} and {@link #low()} gave them. */
  public void add(long[] otherHigh, long[] otherLow) {
    for (int i = 0; i < high.length; i++) add(i, otherHigh[i], otherLow[i]);
  }

  /** A sum, rounded. */
  public double get(int index) {
    long whole = high[index];
    long fraction = low[index];
    boolean negative = whole < 0;
    if (negative) {
      fraction = -fraction;
      whole = fraction == 0 ? -whole : ~whole;
    }
    double magnitude = whole + (fraction >>> 1) * 0x1p-63;
    return negative ? -magnitude : magnitude;
  }

  /** The whole parts of all sums, as 64-bit two's complement. */
  public long[] high() {
    return high.clone();
  }

  /** The fractions of all sums, as unsigned 64-bit parts of 1. */
  public long[] low() {
    return low.clone();
  }
}
