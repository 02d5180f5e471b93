package io.fabula.model.graph;

import io.fabula.model.graph.memory.FloatMath;
import io.fabula.model.graph.memory.ScratchBuffers;

/**
 * One step of a GRU for a batch, some rows at a time. Every loop runs over arrays from their first
 * element: the compiler makes vector instructions of no other.
 */
final class GruStep {
  private final int hidden;
  private final int rows;
  private final ScratchBuffers tiles;
  private final int firstTile;

  /**
   * @param firstTile of the eight tiles that this uses
   */
  GruStep(int hidden, ScratchBuffers tiles, int firstTile) {
    this.hidden = hidden;
    this.tiles = tiles;
    this.firstTile = firstTile;
    rows = Math.max(1, ScratchBuffers.SIZE / (2 * hidden));
  }

  /**
   * Replaces states.
   *
   * @param a the input's part of the gates r, z, n, {@code [batch, 3 hidden]}
   * @param b the state's part of them
   * @param saved gets r, z, n and the state's part of n, {@code [batch, 4 hidden]}
   * @param state {@code [batch, hidden]}
   */
  void run(float[] a, float[] b, float[] saved, float[] state, int batch) {
    for (int row = 0; row < batch; row += rows) {
      some(a, b, saved, state, row, Math.min(rows, batch - row));
    }
  }

  private float[] tile(int i) {
    return tiles.get(firstTile + i, 2 * rows * hidden);
  }

  private void some(float[] a, float[] b, float[] saved, float[] state, int first, int count) {
    int size = hidden;
    float[] gates = tile(0);
    float[] ofState = tile(1);
    gather(a, first, 3 * size, 0, gates, 2 * size, 0, 2 * size, count);
    gather(b, first, 3 * size, 0, ofState, 2 * size, 0, 2 * size, count);
    sigmoids(gates, ofState, 2 * count * size);
    float[] reset = tile(2);
    float[] update = tile(3);
    gather(gates, 0, 2 * size, 0, reset, size, 0, size, count);
    gather(gates, 0, 2 * size, size, update, size, 0, size, count);
    float[] candidate = tile(4);
    float[] part = tile(5);
    gather(a, first, 3 * size, 2 * size, candidate, size, 0, size, count);
    gather(b, first, 3 * size, 2 * size, part, size, 0, size, count);
    candidates(candidate, reset, part, count * size);
    float[] states = tile(6);
    System.arraycopy(state, first * size, states, 0, count * size);
    mix(update, candidate, states, count * size);
    System.arraycopy(states, 0, state, first * size, count * size);
    int to = 4 * first * size;
    gather(gates, 0, 2 * size, 0, saved, 4 * size, to, 2 * size, count);
    gather(candidate, 0, size, 0, saved, 4 * size, to + 2 * size, size, count);
    gather(part, 0, size, 0, saved, 4 * size, to + 3 * size, size, count);
  }

  /** Copies {@code n} numbers of each row, from row {@code first} and a column of it on. */
  private static void gather(
      float[] from,
      int first,
      int width,
      int column,
      float[] to,
      int step,
      int start,
      int n,
      int count) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(from, (first + i) * width + column, to, start + i * step, n);
    }
  }

  private static void sigmoids(float[] a, float[] b, int n) {
    for (int k = 0; k < n; k++) a[k] = FloatMath.sigmoid(a[k] + b[k]);
  }

  private static void candidates(float[] a, float[] reset, float[] part, int n) {
    for (int k = 0; k < n; k++) a[k] = FloatMath.tanh(a[k] + reset[k] * part[k]);
  }

  private static void mix(float[] update, float[] candidate, float[] state, int n) {
    for (int k = 0; k < n; k++) {
      state[k] = (1f - update[k]) * candidate[k] + update[k] * state[k];
    }
  }
}
