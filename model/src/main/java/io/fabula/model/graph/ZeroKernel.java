package io.fabula.model.graph;

import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;

/** Clears a gradient that several kernels add parts to. */
final class ZeroKernel implements Kernel {
  private final Tensor target;
  private final ScratchBuffers tiles;

  ZeroKernel(Tensor target, ScratchBuffers tiles) {
    this.target = target;
    this.tiles = tiles;
  }

  @Override
  public void forward() {}

  @Override
  public void backward() {
    float[] zeros = tiles.get(0);
    java.util.Arrays.fill(zeros, 0, ScratchBuffers.SIZE, 0f);
    for (int from = 0; from < target.size(); from += ScratchBuffers.SIZE) {
      target.store(from, zeros, Math.min(ScratchBuffers.SIZE, target.size() - from));
    }
  }
}
