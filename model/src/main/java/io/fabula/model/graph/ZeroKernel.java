package io.fabula.model.graph;

/** Clears a gradient that several kernels add parts to. */
final class ZeroKernel implements Kernel {
  private final Tensor target;
  private final Tiles tiles;

  ZeroKernel(Tensor target, Tiles tiles) {
    this.target = target;
    this.tiles = tiles;
  }

  @Override
  public void forward() {}

  @Override
  public void backward() {
    float[] zeros = tiles.get(0);
    java.util.Arrays.fill(zeros, 0, Tiles.SIZE, 0f);
    for (int from = 0; from < target.size(); from += Tiles.SIZE) {
      target.store(from, zeros, Math.min(Tiles.SIZE, target.size() - from));
    }
  }
}
