package io.fabula.model.graph.memory;

/** Loops over the rows of a matrix in native memory. */
public final class RowLoops {
  /** Numbers that are summed abreast. */
  private static final int WIDE = 256;

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
    int abreast = Math.max(1, Math.min(rows, WIDE / width));
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
      if (wide == WIDE && n == ScratchBuffers.SIZE) {
        addTile(tile, sum);
        at = n;
      }
      for (; at + wide <= n; at += wide) addRow(tile, at, sum, wide);
      addRow(tile, at, sum, n - at);
    }
    for (int i = 1; i < abreast; i++) addRow(sum, i * width, sum, width);
    target.put(0, sum, width, tile);
  }

  /**
   * Adds the eight stretches of a full tile, the first one first. Literal distances from one index
   * are what the compiler makes vector instructions of, and the sum is read and written once.
   */
  private static void addTile(float[] tile, float[] sum) {
    for (int i = 0; i < WIDE; i++) {
      float half = sum[i] + tile[i] + tile[i + 256] + tile[i + 512] + tile[i + 768];
      sum[i] = half + tile[i + 1024] + tile[i + 1280] + tile[i + 1536] + tile[i + 1792];
    }
  }

  public static void addRow(float[] source, int from, float[] sum, int n) {
    for (int i = 0; i < n; i++) sum[i] += source[from + i];
  }
}
