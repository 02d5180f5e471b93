package io.fabula.envs.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The seeded generator of OpenAI Gym up to 0.21: a Mersenne Twister whose key is cut out of the
 * SHA-512 of the seed's decimal digits, with NumPy's masked draws of bounded numbers. Later Gyms
 * give other numbers for the same seed.
 */
public final class GymRandom {
  private final MessageDigest sha512 = sha512();
  private final Mt19937 generator = new Mt19937(0);

  /** Starts with a seed, taken as an unsigned 64-bit number. */
  public GymRandom(long seed) {
    seed(seed);
  }

  /** Starts anew with a seed, taken as an unsigned 64-bit number. */
  public void seed(long seed) {
    generator.seed(key(sha512, seed));
  }

  /** The words that a seed gives the generator as its key, the low one first. */
  public static int[] key(long seed) {
    return key(sha512(), seed);
  }

  private static int[] key(MessageDigest sha512, long seed) {
    byte[] digits = Long.toUnsignedString(seed).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer hash = ByteBuffer.wrap(sha512.digest(digits)).order(ByteOrder.LITTLE_ENDIAN);
    int low = hash.getInt();
    int high = hash.getInt();
    return high == 0 ? new int[] {low} : new int[] {low, high};
  }

  /** The next 32 random bits. */
  public int nextInt() {
    return generator.nextInt();
  }

  /**
   * Uniform on {@code minimum..end-1}: bits above the range's highest are masked off, and draws
   * beyond the range repeated. A range of one number takes nothing from the stream.
   *
   * @param end greater than {@code minimum}
   */
  public int nextInt(int minimum, int end) {
    int range = end - minimum - 1;
    if (range < 0) {
      throw new IllegalArgumentException("end must be greater than " + minimum + ", got " + end);
    }
    if (range == 0) return minimum;
    int mask = -1 >>> Integer.numberOfLeadingZeros(range);
    int drawn = generator.nextInt() & mask;
    while (drawn > range) drawn = generator.nextInt() & mask;
    return minimum + drawn;
  }

  /** The state before the next draw. */
  public int[] state() {
    return generator.state();
  }

  /**
   * Continues a saved generator.
   *
   * @param state what {@link #state()} returned
   * @throws IllegalArgumentException if it is not such a state; nothing has changed then
   */
  public void restore(int[] state) {
    generator.restore(state);
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }
}
