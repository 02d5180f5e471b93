package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/** Applies a {@link RowFunction} along the last axis. */
record RowOp(RowFunction function) implements Op {
  static Node apply(RowFunction function, Node x) {
    if (x.shape().rank() < 1) {
      throw new IllegalArgumentException(function.kind() + " needs at least 1 axis, got " + x);
    }
    return x.graph().add(new RowOp(function), x.shape(), x);
  }

  @Override
  public String kind() {
    return function.kind();
  }

  @Override
  public Kernel bind(Binding binding) {
    return new RowKernel(function, binding);
  }

  private static final class RowKernel implements Kernel {
    private final RowFunction function;
    private final int rows;
    private final int width;
    private final int group;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    RowKernel(RowFunction function, Binding binding) {
      this.function = function;
      rows = binding.shape().rows();
      width = binding.shape().last();
      group = RowLoops.group(rows, width);
      x = binding.input(0);
      y = binding.outputInBackward();
      g = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      float[] in = tiles.get(0, group * width);
      float[] out = tiles.get(1, group * width);
      for (int first = 0; first < rows; first += group) {
        int n = Math.min(group, rows - first);
        x.load(first * width, in, n * width);
        function.value(in, out, n, width);
        y.store(first * width, out, n * width);
      }
    }

    @Override
    public void backward() {
      GradientTarget target = gradientTarget;
      if (target == null) return;
      float[] out = tiles.get(0, group * width);
      float[] gradient = tiles.get(1, group * width);
      float[] d = tiles.get(2, group * width);
      for (int first = 0; first < rows; first += group) {
        int n = Math.min(group, rows - first);
        y.load(first * width, out, n * width);
        g.load(first * width, gradient, n * width);
        function.gradient(out, gradient, d, n, width);
        target.put(first * width, d, n * width, gradient);
      }
    }
  }
}
