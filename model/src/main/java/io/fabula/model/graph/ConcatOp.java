package io.fabula.model.graph;

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
    private final List<@Nullable Sink> sinks = new ArrayList<>();
    private final Tensor y;
    private final Tensor g;
    private final Tiles tiles;

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
        Segments.copy(parts.get(i), 0, lengths[i], y, start, stride, lengths[i], outer, tiles);
        start += lengths[i];
      }
    }

    @Override
    public void backward() {
      int start = 0;
      for (int i = 0; i < lengths.length; i++) {
        Sink sink = sinks.get(i);
        int length = lengths[i];
        if (sink != null && sink.adds()) {
          Segments.add(g, start, stride, sink.tensor(), 0, length, length, outer, tiles);
        } else if (sink != null) {
          Segments.copy(g, start, stride, sink.tensor(), 0, length, length, outer, tiles);
        }
        start += length;
      }
    }
  }
}
