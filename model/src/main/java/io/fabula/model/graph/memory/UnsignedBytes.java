package io.fabula.model.graph.memory;

/** Unsigned bytes as floats. */
public final class UnsignedBytes {
  private UnsignedBytes() {}

  public static void scaled(byte[] bytes, int from, float factor, Tensor target) {
    float[] tile = new float[ScratchBuffers.SIZE];
    for (int start = 0; start < target.size(); start += ScratchBuffers.SIZE) {
      int n = Math.min(ScratchBuffers.SIZE, target.size() - start);
      for (int i = 0; i < n; i++) tile[i] = (bytes[from + start + i] & 255) * factor;
      target.store(start, tile, n);
    }
  }
}
