package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/** Sums over axes, times a factor: the reverse of broadcasting. */
record ReduceOp(String kind, float factor) implements Op {
  @Override
  public Kernel bind(Binding binding) {
    return new ReduceKernel(binding, factor);
  }

  private static final class ReduceKernel implements Kernel {
    private final float factor;
    private final Broadcast broadcast;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    ReduceKernel(Binding binding, float factor) {
      this.factor = factor;
      broadcast = Broadcast.of(binding.shape(), binding.inputShape(0));
      x = binding.input(0);
      y = binding.output();
      g = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      float[] tile = tiles.get(0);
      float[] sum = tiles.get(1, y.size());
      java.util.Arrays.fill(sum, 0, y.size(), 0f);
      for (int from = 0; from < x.size(); from += ScratchBuffers.SIZE) {
        int n = Math.min(ScratchBuffers.SIZE, x.size() - from);
        x.load(from, tile, n);
        broadcast.reduce(tile, from, n, sum);
      }
      if (factor != 1f) for (int i = 0; i < y.size(); i++) sum[i] *= factor;
      y.store(0, sum, y.size());
    }

    @Override
    public void backward() {
      GradientTarget target = gradientTarget;
      if (target == null) return;
      float[] tile = tiles.get(0);
      float[] gradient = tiles.get(1, y.size());
      float[] spare = tiles.get(2);
      g.load(0, gradient, y.size());
      if (factor != 1f) for (int i = 0; i < y.size(); i++) gradient[i] *= factor;
      for (int from = 0; from < x.size(); from += ScratchBuffers.SIZE) {
        int n = Math.min(ScratchBuffers.SIZE, x.size() - from);
        broadcast.expand(gradient, tile, from, n);
        target.put(from, tile, n, spare);
      }
    }
  }
}
