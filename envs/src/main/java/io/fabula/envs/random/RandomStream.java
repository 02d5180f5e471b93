package io.fabula.envs.random;

/**
 * Our own generator of random numbers: xoshiro256++ (Blackman and Vigna 2019), seeded through
 * SplitMix64. Its whole state is four longs, so that a stream can be saved and continued exactly.
 *
 * <p>An instance belongs to one thread.
 */
public final class RandomStream {
  private static final double DOUBLE_UNIT = 0x1.0p-53;
  private static final float FLOAT_UNIT = 0x1.0p-24f;

  private long s0;
  private long s1;
  private long s2;
  private long s3;

  /** Starts the stream that belongs to {@code seed}; every seed is good. */
  public RandomStream(long seed) {
    s0 = Seeds.mix(seed += 0x9E3779B97F4A7C15L);
    s1 = Seeds.mix(seed += 0x9E3779B97F4A7C15L);
    s2 = Seeds.mix(seed += 0x9E3779B97F4A7C15L);
    s3 = Seeds.mix(seed + 0x9E3779B97F4A7C15L);
  }

  private RandomStream(long s0, long s1, long s2, long s3) {
    this.s0 = s0;
    this.s1 = s1;
    this.s2 = s2;
    this.s3 = s3;
  }

  /**
   * Continues a saved stream.
   *
   * @param state what {@link #state()} returned: four longs, not all zero
   */
  public static RandomStream ofState(long[] state) {
    if (state.length != 4 || (state[0] | state[1] | state[2] | state[3]) == 0) {
      throw new IllegalArgumentException(
          "a stream's state is four longs, not all zero, got " + state.length);
    }
    return new RandomStream(state[0], state[1], state[2], state[3]);
  }

  /** The state before the next draw. */
  public long[] state() {
    return new long[] {s0, s1, s2, s3};
  }

  /** Sixty-four random bits. */
  public long nextLong() {
    long result = Long.rotateLeft(s0 + s3, 23) + s0;
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** Uniform on [0, 1) with 53 bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * DOUBLE_UNIT;
  }

  /** Uniform on [0, 1) with 24 bits. */
  public float nextFloat() {
    return (nextLong() >>> 40) * FLOAT_UNIT;
  }

  /**
   * Uniform on {@code 0..bound-1} without bias (Lemire 2019).
   *
   * @param bound at least 1
   */
  public int nextInt(int bound) {
    if (bound < 1) throw new IllegalArgumentException("bound must be at least 1, got " + bound);
    long product = (nextLong() >>> 32) * bound;
    long low = product & 0xFFFFFFFFL;
    if (low < bound) {
      long threshold = (1L << 32) % bound;
      while (low < threshold) {
        product = (nextLong() >>> 32) * bound;
        low = product & 0xFFFFFFFFL;
      }
    }
    return (int) (product >>> 32);
  }

  /** Standard normal by Box and Muller's method; one value per two uniforms, so no hidden state. */
  public double nextGaussian() {
    double u = 1.0 - nextDouble();
    double v = nextDouble();
    return StrictMath.sqrt(-2.0 * StrictMath.log(u)) * StrictMath.cos(2.0 * StrictMath.PI * v);
  }

  /** A uniformly random order of {@code 0..count-1} (Fisher and Yates). */
  public int[] permutation(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) order[i] = i;
    for (int i = count - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
    return order;
  }
}
