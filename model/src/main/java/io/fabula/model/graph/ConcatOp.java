package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.StridedCopies;
import io.fabula.model.graph.memory.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins tensors along an axis. */
record ConcatOp(int axis) implements Op {
  @Override
  public String kind() {
    return "concat";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new ConcatKernel(binding, axis);
  }

  private static final class ConcatKernel implements Kernel {
    private final int outer;
    private final int stride;
    private final int[] lengths;
    private final List<Tensor> parts = new ArrayList<>();
    private final List<@Nullable GradientTarget> sinks = new ArrayList<>();
    private final Tensor y;
    private final Tensor g;
    private final ScratchBuffers tiles;

    ConcatKernel(Binding binding, int axis) {
      Shape out = binding.shape();
      int inner = out.product(axis + 1, out.rank());
      outer = out.product(0, axis);
      stride = out.dim(axis) * inner;
      int count = binding.node().inputs().size();
      lengths = new int[count];
      for (int i = 0; i < count; i++) {
        lengths[i] = binding.inputShape(i).dim(axis) * inner;
        parts.add(binding.input(i));
        sinks.add(binding.inputGradient(i));
      }
      y = binding.output();
      g = binding.gradient();
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      int start = 0;
      for (int i = 0; i < lengths.length; i++) {
        StridedCopies.copy(parts.get(i), 0, lengths[i], y, start, stride, lengths[i], outer, tiles);
        start += lengths[i];
      }
    }

    @Override
    public void backward() {
      int start = 0;
      for (int i = 0; i < lengths.length; i++) {
        GradientTarget gradientTarget = sinks.get(i);
        int length = lengths[i];
        if (gradientTarget != null && gradientTarget.adds()) {
          StridedCopies.add(
              g, start, stride, gradientTarget.tensor(), 0, length, length, outer, tiles);
        } else if (gradientTarget != null) {
          StridedCopies.copy(
              g, start, stride, gradientTarget.tensor(), 0, length, length, outer, tiles);
        }
        start += length;
      }
    }
  }
}
