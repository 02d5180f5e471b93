package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.StridedCopies;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/** Part of an axis that is not the first. */
record SliceOp(int axis, int from) implements Op {
  @Override
  public String kind() {
    return "slice";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new SliceKernel(binding, axis, from);
  }

  private static final class SliceKernel implements Kernel {
    private final int outer;
    private final int length;
    private final int stride;
    private final int start;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    SliceKernel(Binding binding, int axis, int from) {
      Shape in = binding.inputShape(0);
      int inner = in.product(axis + 1, in.rank());
      outer = in.product(0, axis);
      length = binding.shape().dim(axis) * inner;
      stride = in.dim(axis) * inner;
      start = from * inner;
      x = binding.input(0);
      y = binding.output();
      g = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      StridedCopies.copy(x, start, stride, y, 0, length, length, outer, tiles);
    }

    @Override
    public void backward() {
      GradientTarget target = gradientTarget;
      if (target == null) return;
      if (target.adds()) {
        StridedCopies.add(g, 0, length, target.tensor(), start, stride, length, outer, tiles);
      } else {
        new ZeroKernel(target.tensor(), tiles).backward();
        StridedCopies.copy(g, 0, length, target.tensor(), start, stride, length, outer, tiles);
      }
    }
  }
}
