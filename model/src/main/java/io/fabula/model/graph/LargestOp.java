package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The largest element of each row. */
record LargestOp() implements Op {
  @Override
  public String kind() {
    return "largest";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new LargestKernel(binding);
  }

  private static final class LargestKernel implements Kernel {
    private final int rows;
    private final int width;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    LargestKernel(Binding binding) {
      rows = binding.inputShape(0).rows();
      width = binding.inputShape(0).last();
      x = binding.inputInBackward(0);
      y = binding.output();
      g = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      tiles = binding.tiles();
    }

    private static int first(float[] row, int width) {
      int best = 0;
      for (int k = 1; k < width; k++) if (row[k] > row[best]) best = k;
      return best;
    }

    @Override
    public void forward() {
      float[] row = tiles.get(0, width);
      for (int i = 0; i < rows; i++) {
        x.load(i * width, row, width);
        y.buffer().put(i, row[first(row, width)]);
      }
    }

    @Override
    public void backward() {
      GradientTarget target = gradientTarget;
      if (target == null) return;
      float[] row = tiles.get(0, width);
      float[] spare = tiles.get(1, width);
      for (int i = 0; i < rows; i++) {
        x.load(i * width, row, width);
        int best = first(row, width);
        Arrays.fill(row, 0, width, 0f);
        row[best] = g.buffer().get(i);
        target.put(i * width, row, width, spare);
      }
    }
  }
}
