package io.fabula.envs.random;

/**
 * Standard normal numbers by the ziggurat method (Marsaglia and Tsang 2000, 256 layers, with the
 * independent layer choice of Doornik 2005): several times faster than {@link
 * RandomStream#nextGaussian} and as free of hidden state.
 *
 * <p>Tables and rare cases use {@link StrictMath}, so that the same stream gives the same numbers
 * on every machine.
 */
public final class Ziggurat {
  private static final int LAYERS = 256;

  /** Start of the tail, and the area of each layer (Marsaglia and Tsang 2000, table for 256). */
  private static final double TAIL = 3.654152885361009;

  private static final double AREA = 0.00492867323399;

  /** Right edge of each layer's box; the last is 0. */
  private static final double[] EDGE = new double[LAYERS + 1];

  /** Share of each box that lies wholly under the curve. */
  private static final double[] INSIDE = new double[LAYERS];

  static {
    double density = density(TAIL);
    EDGE[0] = AREA / density;
    EDGE[1] = TAIL;
    for (int i = 2; i < LAYERS; i++) {
      EDGE[i] = StrictMath.sqrt(-2.0 * StrictMath.log(AREA / EDGE[i - 1] + density));
      density = density(EDGE[i]);
    }
    for (int i = 0; i < LAYERS; i++) INSIDE[i] = EDGE[i + 1] / EDGE[i];
  }

  private Ziggurat() {}

  /** One draw from N(0, 1); takes one number from the stream in 99 of 100 cases. */
  public static double nextGaussian(RandomStream stream) {
    while (true) {
      long bits = stream.nextLong();
      int layer = (int) bits & (LAYERS - 1);
      double u = (bits >> 11) * 0x1.0p-52; // uniform on [-1, 1), from other bits than the layer
      if (Math.abs(u) < INSIDE[layer]) return u * EDGE[layer];
      if (layer == 0) return u < 0 ? -tail(stream) : tail(stream);
      double x = u * EDGE[layer];
      double low = StrictMath.exp(-0.5 * (EDGE[layer] * EDGE[layer] - x * x));
      double high = StrictMath.exp(-0.5 * (EDGE[layer + 1] * EDGE[layer + 1] - x * x));
      if (high + stream.nextDouble() * (low - high) < 1.0) return x;
    }
  }

  /** A draw beyond {@link #TAIL} (Marsaglia 1964). */
  private static double tail(RandomStream stream) {
    while (true) {
      double x = -StrictMath.log(1.0 - stream.nextDouble()) / TAIL;
      double y = -StrictMath.log(1.0 - stream.nextDouble());
      if (2.0 * y >= x * x) return TAIL + x;
    }
  }

  private static double density(double x) {
    return StrictMath.exp(-0.5 * x * x);
  }
}
