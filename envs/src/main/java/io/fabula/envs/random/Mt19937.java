package io.fabula.envs.random;

/**
 * The 32-bit Mersenne Twister (Matsumoto and Nishimura 1998) for worlds that must reproduce levels
 * made with it. For everything else use {@link RandomStream}.
 *
 * <p>Each derived draw takes exactly one 32-bit word.
 */
public final class Mt19937 {
  private static final int WORDS = 624;
  private static final int SHIFT = 397;

  private final int[] words = new int[WORDS];
  private int used;

  /** Starts with a seed, taken as an unsigned 32-bit number. */
  public Mt19937(int seed) {
    seed(seed);
  }

  /** Starts anew with a seed, taken as an unsigned 32-bit number. */
  public void seed(int seed) {
    int word = seed;
    words[0] = word;
    for (int i = 1; i < WORDS; i++) {
      word = 1812433253 * (word ^ (word >>> 30)) + i;
      words[i] = word;
    }
    used = WORDS;
  }

  /**
   * Starts anew with a key of several words (the authors' {@code init_by_array}).
   *
   * @param key at least one word, each taken as unsigned
   */
  public void seed(int[] key) {
    if (key.length == 0) throw new IllegalArgumentException("a key needs at least one word");
    seed(19650218);
    int i = 1;
    int j = 0;
    for (int k = Math.max(WORDS, key.length); k > 0; k--) {
      words[i] = (words[i] ^ (words[i - 1] ^ (words[i - 1] >>> 30)) * 1664525) + key[j] + j;
      j = j + 1 == key.length ? 0 : j + 1;
      i = following(i);
    }
    for (int k = WORDS - 1; k > 0; k--) {
      words[i] = (words[i] ^ (words[i - 1] ^ (words[i - 1] >>> 30)) * 1566083941) - i;
      i = following(i);
    }
    words[0] = 0x80000000;
    used = WORDS;
  }

  /** The word after {@code i} in a key's rounds; word 0 takes the last word's value on the way. */
  private int following(int i) {
    if (i + 1 < WORDS) return i + 1;
    words[0] = words[WORDS - 1];
    return 1;
  }

  /** The next word; read as unsigned or signed as the caller needs. */
  public int nextInt() {
    if (used == WORDS) advance();
    int y = words[used++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  /**
   * The next word modulo {@code bound}, with the slight bias of that.
   *
   * @param bound at least 1
   */
  public int nextInt(int bound) {
    return Integer.remainderUnsigned(nextInt(), bound);
  }

  /** The next word as a fraction of 2^32, rounded to float; it can round up to exactly 1. */
  public float nextFloat() {
    return (float) ((nextInt() & 0xFFFFFFFFL) / 4294967296.0);
  }

  private void advance() {
    for (int i = 0; i < WORDS - SHIFT; i++) words[i] = words[i + SHIFT] ^ twist(i, i + 1);
    for (int i = WORDS - SHIFT; i < WORDS - 1; i++) {
      words[i] = words[i + SHIFT - WORDS] ^ twist(i, i + 1);
    }
    words[WORDS - 1] = words[SHIFT - 1] ^ twist(WORDS - 1, 0);
    used = 0;
  }

  private int twist(int high, int low) {
    int y = (words[high] & 0x80000000) | (words[low] & 0x7fffffff);
    return (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
  }

  /** The state before the next draw: 624 words and the number of them used up. */
  public int[] state() {
    int[] state = new int[WORDS + 1];
    System.arraycopy(words, 0, state, 0, WORDS);
    state[WORDS] = used;
    return state;
  }

  /**
   * Continues a saved generator.
   *
   * @param state what {@link #state()} returned
   * @throws IllegalArgumentException if it is not such a state; nothing has changed then
   */
  public void restore(int[] state) {
    if (state.length != WORDS + 1 || state[WORDS] < 0 || state[WORDS] > WORDS) {
      throw new IllegalArgumentException(
          "a Mersenne Twister's state is 624 words and a position within 0..624, got "
              + state.length
              + " values");
    }
    System.arraycopy(state, 0, words, 0, WORDS);
    used = state[WORDS];
  }
}
