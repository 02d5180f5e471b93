package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Euclidean lengths of rows. */
record LengthOp() implements Op {
  @Override
  public String kind() {
    return "length";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new LengthKernel(binding);
  }

  private static final class LengthKernel implements Kernel {
    private final int rows;
    private final int width;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    LengthKernel(Binding binding) {
      rows = binding.inputShape(0).rows();
      width = binding.inputShape(0).last();
      x = binding.inputInBackward(0);
      y = binding.outputInBackward();
      g = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      float[] row = tiles.get(0, width);
      for (int i = 0; i < rows; i++) {
        x.load(i * width, row, width);
        y.buffer().put(i, (float) Math.sqrt(OrderedSums.ofSquares(row, width)));
      }
    }

    @Override
    public void backward() {
      GradientTarget target = gradientTarget;
      if (target == null) return;
      float[] row = tiles.get(0, width);
      float[] spare = tiles.get(1, width);
      for (int i = 0; i < rows; i++) {
        float length = y.buffer().get(i);
        if (length == 0f) {
          Arrays.fill(row, 0, width, 0f);
        } else {
          float factor = g.buffer().get(i) / length;
          x.load(i * width, row, width);
          for (int k = 0; k < width; k++) row[k] *= factor;
        }
        target.put(i * width, row, width, spare);
      }
    }
  }
}
