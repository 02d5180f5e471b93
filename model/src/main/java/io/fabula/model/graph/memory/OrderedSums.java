package io.fabula.model.graph.memory;

/**
 * Sums in a fixed order: four running sums side by side, then these pairwise. Faster and more
 * accurate than one after the other, and the same bits everywhere.
 */
public final class OrderedSums {
  private OrderedSums() {}

  public static double of(float[] x, int from, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = from + n;
    int i = from;
    for (; i + 4 <= end; i += 4) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
    }
    for (; i < end; i++) a += x[i];
    return (a + b) + (c + d);
  }

  /**
   * A sum of many: as many running sums in single precision as there is room for, enough for vector
   * instructions, and these in double.
   *
   * @param abreast room, consumed
   */
  public static double ofMany(float[] x, int from, int n, float[] abreast) {
    int width = abreast.length;
    int whole = n - n % width;
    java.util.Arrays.fill(abreast, 0f);
    for (int i = from; i < from + whole; i += width) RowLoops.addRow(x, i, abreast, width);
    return of(abreast, 0, width) + of(x, from + whole, n - whole);
  }

  public static double ofSquares(float[] x, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      a += (double) x[i] * x[i];
      b += (double) x[i + 1] * x[i + 1];
      c += (double) x[i + 2] * x[i + 2];
      d += (double) x[i + 3] * x[i + 3];
    }
    for (; i < n; i++) a += (double) x[i] * x[i];
    return (a + b) + (c + d);
  }

  public static double ofSquaredDistances(float[] x, int from, int n, float centre) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = from + n;
    int i = from;
    for (; i + 4 <= end; i += 4) {
      double p = x[i] - centre;
      double q = x[i + 1] - centre;
      double r = x[i + 2] - centre;
      double s = x[i + 3] - centre;
      a += p * p;
      b += q * q;
      c += r * r;
      d += s * s;
    }
    for (; i < end; i++) a += (double) (x[i] - centre) * (x[i] - centre);
    return (a + b) + (c + d);
  }

  public static double ofProducts(float[] x, int xFrom, float[] y, int yFrom, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      a += (double) x[xFrom + i] * y[yFrom + i];
      b += (double) x[xFrom + i + 1] * y[yFrom + i + 1];
      c += (double) x[xFrom + i + 2] * y[yFrom + i + 2];
      d += (double) x[xFrom + i + 3] * y[yFrom + i + 3];
    }
    for (; i < n; i++) a += (double) x[xFrom + i] * y[yFrom + i];
    return (a + b) + (c + d);
  }

  /** Puts a whole tensor into a gradient target. */
  public static void addTo(GradientTarget gradientTarget, Tensor gradient, ScratchBuffers tiles) {
    addTo(gradientTarget, 0, gradient, tiles);
  }

  /** Puts a whole tensor into a gradient target from an element on. */
  public static void addTo(
      GradientTarget gradientTarget, int first, Tensor gradient, ScratchBuffers tiles) {
    float[] tile = tiles.get(0);
    float[] spare = tiles.get(1);
    for (int from = 0; from < gradient.size(); from += ScratchBuffers.SIZE) {
      int n = Math.min(ScratchBuffers.SIZE, gradient.size() - from);
      gradient.load(from, tile, n);
      gradientTarget.put(first + from, tile, n, spare);
    }
  }
}
