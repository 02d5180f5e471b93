package io.fabula.model.graph;

import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;

/** Begins the backward pass: the loss has gradient 1. */
final class SeedKernel implements Kernel {
  private static final float[] ONE = {1f};

  private final Tensor whole;
  private final Tensor loss;
  private final ZeroKernel zero;

  SeedKernel(Tensor whole, Tensor loss, ScratchBuffers tiles) {
    this.whole = whole;
    this.loss = loss;
    this.zero = new ZeroKernel(whole, tiles);
  }

  @Override
  public void forward() {}

  @Override
  public void backward() {
    if (whole.size() > 1) zero.backward(); // the loss is one element of a larger tensor
    loss.store(0, ONE, 1);
  }
}
