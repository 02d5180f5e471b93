package io.fabula.model.graph;

import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * How a smaller tensor repeats in a larger one by NumPy's rules: axes are aligned at the end, and
 * an axis of size 1 or a missing axis repeats. It also sums the larger one down to the smaller.
 */
final class Broadcast {
  private static final int MANY = 512;

  private final boolean identity;
  private final int inner;
  private final int innerStride;
  private final int[] outerSizes;
  private final int[] outerStrides;
  private final int[] place;
  private final float[] abreast = new float[128];
  private float[] row = {};
  private float[] sum = {};

  private Broadcast(boolean identity, int[] sizes, int[] strides) {
    this.identity = identity;
    int last = sizes.length - 1;
    inner = sizes[last];
    innerStride = strides[last];
    outerSizes = java.util.Arrays.copyOf(sizes, last);
    outerStrides = java.util.Arrays.copyOf(strides, last);
    place = new int[last];
  }

  /** The common shape of two operands; refuses shapes that do not fit. */
  static Shape shape(String kind, Node a, Node b) {
    int rank = Math.max(a.shape().rank(), b.shape().rank());
    int[] dims = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i <= a.shape().rank() ? a.shape().dim(-i) : 1;
      int y = i <= b.shape().rank() ? b.shape().dim(-i) : 1;
      if (x != y && x != 1 && y != 1) {
        throw new IllegalArgumentException(kind + ": " + a + " does not fit " + b);
      }
      dims[rank - i] = Math.max(x, y);
    }
    return Shape.of(dims);
  }

  /** How {@code small} repeats in {@code large}, to which it must fit. */
  static Broadcast of(Shape small, Shape large) {
    List<Integer> sizes = new ArrayList<>();
    List<Integer> strides = new ArrayList<>();
    int stride = 1;
    for (int i = 1; i <= large.rank(); i++) {
      int size = large.dim(-i);
      int own = i <= small.rank() ? small.dim(-i) : 1;
      if (own != size && own != 1) {
        throw new IllegalArgumentException("shape " + small + " does not fit " + large);
      }
      if (size == 1) continue;
      int step = own == 1 ? 0 : stride;
      stride *= own;
      int top = sizes.size() - 1;
      boolean joins =
          top >= 0
              && (step == 0
                  ? strides.get(top) == 0
                  : strides.get(top) != 0 && step == strides.get(top) * sizes.get(top));
      if (joins) {
        sizes.set(top, sizes.get(top) * size);
      } else {
        sizes.add(size);
        strides.add(step);
      }
    }
    if (sizes.isEmpty()) {
      sizes.add(1);
      strides.add(1);
    }
    int n = sizes.size();
    int[] sizeArray = new int[n];
    int[] strideArray = new int[n];
    for (int i = 0; i < n; i++) {
      sizeArray[i] = sizes.get(n - 1 - i);
      strideArray[i] = strides.get(n - 1 - i);
    }
    return new Broadcast(small.size() == large.size(), sizeArray, strideArray);
  }

  /** Whether both have as many elements. */
  boolean identity() {
    return identity;
  }

  /** Writes elements {@code start..start+n-1} of the repeated tensor to the start of a tile. */
  void expand(float[] small, float[] tile, int start, int n) {
    int base = seek(start / inner);
    int column = start % inner;
    int done = 0;
    while (done < n) {
      int length = Math.min(inner - column, n - done);
      if (innerStride == 0) {
        java.util.Arrays.fill(tile, done, done + length, small[base]);
      } else {
        System.arraycopy(small, base + column, tile, done, length);
      }
      done += length;
      column = 0;
      if (done < n) base = next(base);
    }
  }

  /** Adds a tile, elements {@code start..start+n-1} of the larger tensor, to the smaller one. */
  void reduce(float[] tile, int start, int n, float[] small) {
    if (innerStride == 0) reduceRows(tile, start, n, small);
    else addRows(tile, start, n, small);
  }

  /** Each row to one element. */
  private void reduceRows(float[] tile, int start, int n, float[] small) {
    int base = seek(start / inner);
    int column = start % inner;
    int done = 0;
    while (done < n) {
      int length = Math.min(inner - column, n - done);
      boolean many = length >= MANY;
      small[base] +=
          (float)
              (many
                  ? OrderedSums.ofMany(tile, done, length, abreast)
                  : OrderedSums.of(tile, done, length));
      done += length;
      column = 0;
      if (done < n) base = next(base);
    }
  }

  /**
   * Row by row. Rows that go to the same place one after the other are added up in an array of
   * their own: the compiler makes vector instructions only of loops over arrays from their start.
   */
  private void addRows(float[] tile, int start, int n, float[] small) {
    int base = seek(start / inner);
    int column = start % inner;
    int widest = Math.min(inner, n);
    if (row.length < widest) {
      row = new float[widest];
      sum = new float[widest];
    }
    int held = -1;
    int heldLength = 0;
    int done = 0;
    while (done < n) {
      int length = Math.min(inner - column, n - done);
      int to = base + column;
      if (to != held || length != heldLength) {
        if (held >= 0) System.arraycopy(sum, 0, small, held, heldLength);
        System.arraycopy(small, to, sum, 0, length);
        held = to;
        heldLength = length;
      }
      System.arraycopy(tile, done, row, 0, length);
      add(row, sum, length);
      done += length;
      column = 0;
      if (done < n) base = next(base);
    }
    if (held >= 0) System.arraycopy(sum, 0, small, held, heldLength);
  }

  private static void add(float[] row, float[] sum, int n) {
    for (int i = 0; i < n; i++) sum[i] += row[i];
  }

  /** Moves to a row of the larger tensor; returns where in the smaller one it begins. */
  private int seek(int row) {
    int base = 0;
    int rest = row;
    for (int i = outerSizes.length - 1; i >= 0; i--) {
      place[i] = rest % outerSizes[i];
      rest /= outerSizes[i];
      base += place[i] * outerStrides[i];
    }
    return base;
  }

  /** Moves to the next row. */
  private int next(int base) {
    int last = outerSizes.length - 1;
    int moved = base + outerStrides[last];
    if (++place[last] < outerSizes[last]) return moved;
    moved -= outerSizes[last] * outerStrides[last];
    place[last] = 0;
    for (int i = last - 1; i >= 0; i--) {
      moved += outerStrides[i];
      if (++place[i] < outerSizes[i]) return moved;
      moved -= outerSizes[i] * outerStrides[i];
      place[i] = 0;
    }
    return moved;
  }
}
