package io.fabula.model.graph;

/** Unsigned bytes as floats. */
final class Bytes {
  private Bytes() {}

  static void scaled(byte[] bytes, int from, float factor, Tensor target) {
    float[] tile = new float[Tiles.SIZE];
    for (int start = 0; start < target.size(); start += Tiles.SIZE) {
      int n = Math.min(Tiles.SIZE, target.size() - start);
      for (int i = 0; i < n; i++) tile[i] = (bytes[from + start + i] & 255) * factor;
      target.store(start, tile, n);
    }
  }
}
