package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/** Rows of a table by index. */
record TableOp() implements Op {
  @Override
  public String kind() {
    return "rows";
  }

  @Override
  public boolean passesGradient(int i) {
    return i == 0;
  }

  @Override
  public Kernel bind(Binding binding) {
    return new TableKernel(binding);
  }

  private static final class TableKernel implements Kernel {
    private final String name;
    private final int entries;
    private final int width;
    private final Tensor table;
    private final Tensor index;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    TableKernel(Binding binding) {
      name = binding.node().name();
      entries = binding.inputShape(0).dim(0);
      width = binding.inputShape(0).dim(1);
      table = binding.input(0);
      index = binding.inputInBackward(1);
      y = binding.output();
      g = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      for (int i = 0; i < index.size(); i++) {
        int row = Selection.index(name, index.buffer().get(i), entries);
        y.buffer().put(i * width, table.buffer(), row * width, width);
      }
    }

    @Override
    public void backward() {
      GradientTarget target = gradientTarget;
      if (target == null) return;
      if (!target.adds()) new ZeroKernel(target.tensor(), tiles).backward();
      float[] mine = tiles.get(0, width);
      float[] theirs = tiles.get(1, width);
      for (int i = 0; i < index.size(); i++) {
        int row = (int) index.buffer().get(i);
        int at = row * width;
        target.tensor().load(at, mine, width);
        g.load(i * width, theirs, width);
        RowLoops.addRow(theirs, 0, mine, width);
        target.tensor().store(at, mine, width);
      }
    }
  }
}
