package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/** Repeats a tensor. */
record BroadcastOp() implements Op {
  @Override
  public String kind() {
    return "broadcast";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new BroadcastKernel(binding);
  }

  private static final class BroadcastKernel implements Kernel {
    private final Broadcast broadcast;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    BroadcastKernel(Binding binding) {
      broadcast = Broadcast.of(binding.inputShape(0), binding.shape());
      x = binding.input(0);
      y = binding.output();
      g = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      float[] small = tiles.get(1, x.size());
      float[] tile = tiles.get(0);
      x.load(0, small, x.size());
      for (int from = 0; from < y.size(); from += ScratchBuffers.SIZE) {
        int n = Math.min(ScratchBuffers.SIZE, y.size() - from);
        broadcast.expand(small, tile, from, n);
        y.store(from, tile, n);
      }
    }

    @Override
    public void backward() {
      GradientTarget target = gradientTarget;
      if (target == null) return;
      float[] tile = tiles.get(0);
      float[] small = tiles.get(1, x.size());
      java.util.Arrays.fill(small, 0, x.size(), 0f);
      for (int from = 0; from < y.size(); from += ScratchBuffers.SIZE) {
        int n = Math.min(ScratchBuffers.SIZE, y.size() - from);
        g.load(from, tile, n);
        broadcast.reduce(tile, from, n, small);
      }
      target.put(0, small, x.size(), tiles.get(2, x.size()));
    }
  }
}
