package io.fabula.envs.random;

/**
 * The one way to derive seeds: a root seed, a purpose, and indices give a seed for an independent
 * stream.
 *
 * <p>Each part is absorbed by an invertible 64-bit mix (the finaliser of SplitMix64: Steele, Lea
 * and Flood 2014), so the result depends on every part and on their order.
 */
public final class Seeds {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /**
   * Derives a seed.
   *
   * @param root the run's seed
   * @param purpose what the stream is for, such as {@code "record"}
   * @param indices which of several such streams, such as shard and episode
   */
  public static long of(long root, String purpose, long... indices) {
    long state = mix(root + GOLDEN_GAMMA);
    for (int i = 0; i < purpose.length(); i++) state = absorb(state, purpose.charAt(i));
    state = absorb(state, 0x1_0000L + purpose.length()); // a name never runs into the indices
    for (long index : indices) state = absorb(state, index);
    return state;
  }

  private static long absorb(long state, long part) {
    return mix((state + 0xDAA66D2C7DDF743FL) ^ mix(part + GOLDEN_GAMMA));
  }

  /** The SplitMix64 finaliser. */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
