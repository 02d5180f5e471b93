package io.fabula.envs.recsim;

import io.fabula.envs.random.Mt19937;
import io.fabula.envs.random.RandomStream;
import java.util.Arrays;

/** Uniform numbers for one purpose of one user: independent of all others, or shared by all. */
abstract sealed class Uniforms {
  static Uniforms of(RecSimOptions.Streams streams) {
    return switch (streams) {
      case INDEPENDENT -> new Independent();
      case SHARED -> new Shared();
    };
  }

  /**
   * Continues from a state.
   *
   * @throws IllegalArgumentException if it is none of this kind
   */
  static Uniforms of(RecSimOptions.Streams streams, long[] state) {
    Uniforms uniforms = of(streams);
    uniforms.restore(state);
    return uniforms;
  }

  /** Starts an episode. */
  abstract void begin(long seed);

  /** The next number of [0, 1). */
  abstract double next();

  /** The state before the next draw. */
  abstract long[] state();

  abstract void restore(long[] state);

  private static final class Independent extends Uniforms {
    private RandomStream stream = new RandomStream(0);

    @Override
    void begin(long seed) {
      stream = new RandomStream(seed);
    }

    @Override
    double next() {
      return stream.nextDouble();
    }

    @Override
    long[] state() {
      return stream.state();
    }

    @Override
    void restore(long[] state) {
      stream = RandomStream.ofState(state);
    }
  }

  /** Always the same numbers, so an episode only remembers how many it has used. */
  private static final class Shared extends Uniforms {
    private final Mt19937 source = new Mt19937(RecSimConstants.SHARED_SEED);
    private double[] numbers = new double[64];
    private int known;
    private int used;

    @Override
    void begin(long seed) {
      used = 0;
    }

    @Override
    double next() {
      while (known <= used) learn();
      return numbers[used++];
    }

    /** Two words make one number of 53 bits, as in NumPy. */
    private void learn() {
      if (known == numbers.length) numbers = Arrays.copyOf(numbers, 2 * known);
      int high = source.nextInt() >>> 5;
      int low = source.nextInt() >>> 6;
      numbers[known++] = (((long) high << 26) + low) * 0x1.0p-53;
    }

    @Override
    long[] state() {
      return new long[] {used};
    }

    @Override
    void restore(long[] state) {
      if (state.length != 1 || state[0] < 0 || state[0] > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a shared stream's state is the number of draws, got " + Arrays.toString(state));
      }
      used = (int) state[0];
    }
  }
}
