package io.fabula.envs.catalogue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds out whether others slow the processor down in a way that processor time does not show: two
 * threads of a core share its units, so a busy neighbour, on virtual machines one that cannot be
 * seen, takes up to half of the speed. Times the same arithmetic, which has enough independent
 * parts to keep the units busy, again and again, and compares with the fastest run of this process.
 */
final class ProcessorProbe {
  /** How much slower than the fastest a run may be. */
  private static final double TOLERANCE = 1.2;

  private static final int ROUNDS = 100_000;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  /** Of the whole process, so that what is measured first is held to the same as what is last. */
  private static final AtomicLong FASTEST = new AtomicLong(Long.MAX_VALUE);

  /** Kept, so that the compiler leaves the arithmetic in. */
  private volatile long result;

  /**
   * Whether the arithmetic takes about as long as it did at best; runs for some tenths of a
   * millisecond.
   */
  boolean isUndisturbed() {
    long begin = CLOCK.getCurrentThreadCpuTime();
    result = arithmetic(result);
    long taken = CLOCK.getCurrentThreadCpuTime() - begin;
    return taken <= TOLERANCE * FASTEST.accumulateAndGet(taken, Math::min);
  }

  private static long arithmetic(long seed) {
    long a = seed;
    long b = seed + 1;
    long c = seed + 2;
    long d = seed + 3;
    long e = seed + 4;
    long f = seed + 5;
    long g = seed + 6;
    long h = seed + 7;
    for (int i = 0; i < ROUNDS; i++) {
      a = (a ^ (a << 3)) + i;
      b = (b ^ (b << 5)) + i;
      c = (c ^ (c << 7)) + i;
      d = (d ^ (d << 9)) + i;
      e = (e ^ (e << 11)) + i;
      f = (f ^ (f << 13)) + i;
      g = (g ^ (g << 15)) + i;
      h = (h ^ (h << 17)) + i;
    }
    return a + b + c + d + e + f + g + h;
  }
}
