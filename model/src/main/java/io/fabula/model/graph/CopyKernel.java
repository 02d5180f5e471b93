package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.StridedCopies;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/** A part of the input from some element on, copied: what plans without views do. */
final class CopyKernel implements Kernel {
  private final int from;
  private final Tensor x;
  private final Tensor y;
  private final Tensor g;
  private final @Nullable GradientTarget gradientTarget;
  private final ScratchBuffers tiles;

  CopyKernel(Binding binding, int from) {
    this.from = from;
    x = binding.input(0);
    y = binding.output();
    g = binding.gradient();
    gradientTarget = binding.inputGradient(0);
    tiles = binding.tiles();
  }

  @Override
  public void forward() {
    StridedCopies.copy(x, from, 0, y, 0, 0, y.size(), 1);
  }

  @Override
  public void backward() {
    GradientTarget target = gradientTarget;
    if (target == null) return;
    if (!target.adds() && g.size() < target.tensor().size()) {
      new ZeroKernel(target.tensor(), tiles).backward();
    }
    if (target.adds()) {
      OrderedSums.addTo(target, from, g, tiles);
    } else {
      StridedCopies.copy(g, 0, 0, target.tensor(), from, 0, g.size(), 1);
    }
  }
}
