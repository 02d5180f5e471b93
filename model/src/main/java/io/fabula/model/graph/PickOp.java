package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One element of each row. */
record PickOp() implements Op {
  @Override
  public String kind() {
    return "pick";
  }

  @Override
  public boolean passesGradient(int i) {
    return i == 0;
  }

  @Override
  public Kernel bind(Binding binding) {
    return new PickKernel(binding);
  }

  private static final class PickKernel implements Kernel {
    private final String name;
    private final int rows;
    private final int width;
    private final Tensor x;
    private final Tensor index;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    PickKernel(Binding binding) {
      name = binding.node().name();
      rows = binding.inputShape(0).rows();
      width = binding.inputShape(0).last();
      x = binding.input(0);
      index = binding.inputInBackward(1);
      y = binding.output();
      g = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      for (int i = 0; i < rows; i++) {
        int k = Selection.index(name, index.buffer().get(i), width);
        y.buffer().put(i, x.buffer().get(i * width + k));
      }
    }

    @Override
    public void backward() {
      GradientTarget target = gradientTarget;
      if (target == null) return;
      int group = RowLoops.group(rows, width);
      float[] d = tiles.get(0, group * width);
      float[] spare = tiles.get(1, group * width);
      for (int first = 0; first < rows; first += group) {
        int n = Math.min(group, rows - first);
        Arrays.fill(d, 0, n * width, 0f);
        for (int i = 0; i < n; i++) {
          d[i * width + (int) index.buffer().get(first + i)] = g.buffer().get(first + i);
        }
        target.put(first * width, d, n * width, spare);
      }
    }
  }
}
