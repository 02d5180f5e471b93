package io.fabula.model.graph;

import io.fabula.model.graph.memory.FloatMath;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/** log sum exp along the last axis. */
record LogSumExpOp() implements Op {
  @Override
  public String kind() {
    return "log_sum_exp";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new LogSumExpKernel(binding);
  }

  private static final class LogSumExpKernel implements Kernel {
    private final int rows;
    private final int width;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    LogSumExpKernel(Binding binding) {
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
      float[] totals = tiles.get(1, rows);
      for (int i = 0; i < rows; i++) {
        x.load(i * width, row, width);
        totals[i] = SoftmaxFunctions.logSumExp(row, 0, width);
      }
      y.store(0, totals, rows);
    }

    @Override
    public void backward() {
      GradientTarget target = gradientTarget;
      if (target == null) return;
      float[] row = tiles.get(0, width);
      float[] totals = tiles.get(1, rows);
      float[] gradients = tiles.get(2, rows);
      float[] spare = tiles.get(3, width);
      y.load(0, totals, rows);
      g.load(0, gradients, rows);
      for (int i = 0; i < rows; i++) {
        x.load(i * width, row, width);
        for (int k = 0; k < width; k++) row[k] = gradients[i] * FloatMath.exp(row[k] - totals[i]);
        target.put(i * width, row, width, spare);
      }
    }
  }
}
