package io.fabula.model.graph.memory;

/** Loops over the rows of a matrix in native memory. */
public final class RowLoops {
  private RowLoops() {}

  /** How many rows to work on at a time: as many as fill a tile, at least one. */
  public static int group(int rows, int width) {
    return Math.max(1, Math.min(rows, ScratchBuffers.SIZE / width));
  }

  /** Writes one row to all rows of a matrix. */
  public static void repeat(Tensor row, Tensor matrix, int rows, ScratchBuffers tiles) {
    int width = row.size();
    int group = group(rows, width);
    float[] tile = tiles.get(0, group * width);
    row.load(0, tile, width);
    for (int i = 1; i < group; i++) System.arraycopy(tile, 0, tile, i * width, width);
    for (int from = 0; from < rows; from += group) {
      matrix.store(from * width, tile, Math.min(group, rows - from) * width);
    }
  }

  /** Sums the rows of a matrix, and puts the sum. Narrow rows are summed several abreast. */
  public static void sum(Tensor matrix, int rows, GradientTarget target, ScratchBuffers tiles) {
    int width = target.tensor().size();
    int abreast = Math.max(1, Math.min(rows, 256 / width));
    int wide = abreast * width;
    int group = group(rows / abreast, wide);
    float[] tile = tiles.get(0, group * wide);
    float[] sum = tiles.get(1, wide);
    java.util.Arrays.fill(sum, 0, wide, 0f);
    int total = rows * width;
    for (int from = 0; from < total; from += group * wide) {
      int n = Math.min(group * wide, total - from);
      matrix.load(from, tile, n);
      int at = 0;
      for (; at + wide <= n; at += wide) addRow(tile, at, sum, wide);
      addRow(tile, at, sum, n - at);
    }
    for (int i = 1; i < abreast; i++) addRow(sum, i * width, sum, width);
    target.put(0, sum, width, tile);
  }

  public static void addRow(float[] source, int from, float[] sum, int n) {
    for (int i = 0; i < n; i++) sum[i] += source[from + i];
  }
}
