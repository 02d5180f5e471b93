package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/** Exchanges axes; the order is never written after construction. */
@SuppressWarnings("ArrayRecordComponent")
record PermuteOp(int[] axes) implements Op {
  @Override
  public String kind() {
    return "permute";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new PermuteKernel(binding, axes);
  }

  /** Works block by block: leading axes that stay in place need no index. */
  private static final class PermuteKernel implements Kernel {
    private final int[] source;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    PermuteKernel(Binding binding, int[] axes) {
      source = sources(binding.inputShape(0), axes);
      x = binding.input(0);
      y = binding.output();
      g = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      tiles = binding.tiles();
    }

    /** For each element of a block of the result, its place in the block of the input. */
    private static int[] sources(Shape in, int[] axes) {
      int fixed = 0;
      while (fixed < axes.length && axes[fixed] == fixed) fixed++;
      int[] index = new int[in.product(fixed, in.rank())];
      int[] counter = new int[axes.length];
      for (int i = 0; i < index.length; i++) {
        int at = 0;
        for (int k = fixed; k < axes.length; k++) {
          at += counter[k] * in.product(axes[k] + 1, in.rank());
        }
        index[i] = at;
        for (int k = axes.length - 1; k >= fixed; k--) {
          if (++counter[k] < in.dim(axes[k])) break;
          counter[k] = 0;
        }
      }
      return index;
    }

    @Override
    public void forward() {
      int block = source.length;
      float[] in = tiles.get(0, block);
      float[] out = tiles.get(1, block);
      for (int from = 0; from < y.size(); from += block) {
        x.load(from, in, block);
        for (int i = 0; i < block; i++) out[i] = in[source[i]];
        y.store(from, out, block);
      }
    }

    @Override
    public void backward() {
      GradientTarget target = gradientTarget;
      if (target == null) return;
      int block = source.length;
      float[] in = tiles.get(0, block);
      float[] out = tiles.get(1, block);
      for (int from = 0; from < y.size(); from += block) {
        g.load(from, in, block);
        for (int i = 0; i < block; i++) out[source[i]] = in[i];
        target.put(from, out, block, in);
      }
    }
  }
}
