package io.fabula.model.graph.memory;

/**
 * Arrays on the heap through which Java kernels see native memory, a tile at a time: the JIT
 * compiler turns loops over arrays into vector instructions, and a copy within the first-level
 * cache costs little. One set serves all kernels of a plan, one after the other.
 */
public final class ScratchBuffers {
  /** Floats in a tile: three to four tiles fit the first-level cache. */
  public static final int SIZE = 2048;

  private float[][] tiles = new float[8][];

  /** Tile {@code index}, with room for at least {@code size} floats and unknown content. */
  public float[] get(int index, int size) {
    if (index >= tiles.length) tiles = java.util.Arrays.copyOf(tiles, index + 8);
    float[] tile = tiles[index];
    if (tile == null || tile.length < size) {
      tile = new float[Math.max(SIZE, size)];
      tiles[index] = tile;
    }
    return tile;
  }

  /** Tile {@code index} of the usual size. */
  public float[] get(int index) {
    return get(index, SIZE);
  }
}
