package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/** Applies a {@link UnaryFunction} to each element. */
record UnaryOp(UnaryFunction function) implements Op {
  static Node apply(UnaryFunction function, Node x) {
    return x.graph().add(new UnaryOp(function), x.shape(), x);
  }

  @Override
  public String kind() {
    return function.kind();
  }

  @Override
  public Kernel bind(Binding binding) {
    return new UnaryKernel(function, binding);
  }

  private static final class UnaryKernel implements Kernel {
    private final UnaryFunction function;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    UnaryKernel(UnaryFunction function, Binding binding) {
      this.function = function;
      x = function.needsInput() ? binding.inputInBackward(0) : binding.input(0);
      y = function.needsOutput() ? binding.outputInBackward() : binding.output();
      g = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      float[] a = tiles.get(0);
      float[] b = tiles.get(1);
      for (int from = 0; from < y.size(); from += ScratchBuffers.SIZE) {
        int n = Math.min(ScratchBuffers.SIZE, y.size() - from);
        x.load(from, a, n);
        function.value(a, b, n);
        y.store(from, b, n);
      }
    }

    @Override
    public void backward() {
      GradientTarget target = gradientTarget;
      if (target == null) return;
      float[] a = tiles.get(0);
      float[] b = tiles.get(1);
      float[] c = tiles.get(2);
      float[] d = tiles.get(3);
      for (int from = 0; from < y.size(); from += ScratchBuffers.SIZE) {
        int n = Math.min(ScratchBuffers.SIZE, y.size() - from);
        if (function.needsInput()) x.load(from, a, n);
        if (function.needsOutput()) y.load(from, b, n);
        g.load(from, c, n);
        function.gradient(a, b, c, d, n);
        target.put(from, d, n, c);
      }
    }
  }
}
