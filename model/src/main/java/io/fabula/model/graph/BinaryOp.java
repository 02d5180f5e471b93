package io.fabula.model.graph;

import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;

/** Applies a {@link BinaryFunction} to pairs of elements, with broadcasting. */
public record BinaryOp(BinaryFunction function) implements Op {
  public static Node apply(BinaryFunction function, Node a, Node b) {
    return a.graph().add(new BinaryOp(function), Broadcast.shape(function.kind(), a, b), a, b);
  }

  @Override
  public String kind() {
    return function.kind();
  }

  @Override
  public Kernel bind(Binding binding) {
    return new BinaryKernel(function, binding);
  }

  private static final class BinaryKernel implements Kernel {
    private final BinaryFunction function;
    private final Operand first;
    private final Operand second;
    private final Tensor y;
    private final Tensor g;
    private final ScratchBuffers tiles;

    BinaryKernel(BinaryFunction function, Binding binding) {
      this.function = function;
      first = new Operand(binding, 0, function.needsInputs(), 4);
      second = new Operand(binding, 1, function.needsInputs(), 6);
      y = binding.output();
      g = binding.gradient();
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      float[] result = tiles.get(0);
      first.begin(tiles);
      second.begin(tiles);
      for (int from = 0; from < y.size(); from += ScratchBuffers.SIZE) {
        int n = Math.min(ScratchBuffers.SIZE, y.size() - from);
        first.load(tiles, from, n);
        second.load(tiles, from, n);
        function.value(tiles.get(first.tile), tiles.get(second.tile), result, n);
        y.store(from, result, n);
      }
    }

    @Override
    public void backward() {
      float[] gradient = tiles.get(0);
      float[] d = tiles.get(1);
      float[] spare = tiles.get(2);
      for (Operand operand : new Operand[] {first, second}) {
        if (operand.needed) operand.begin(tiles);
        operand.beginGradient();
      }
      for (int from = 0; from < y.size(); from += ScratchBuffers.SIZE) {
        int n = Math.min(ScratchBuffers.SIZE, y.size() - from);
        if (first.needed) first.load(tiles, from, n);
        if (second.needed) second.load(tiles, from, n);
        float[] a = tiles.get(first.tile);
        float[] b = tiles.get(second.tile);
        g.load(from, gradient, n);
        if (first.gradientTarget != null) {
          function.gradientOfFirst(a, b, gradient, d, n);
          first.putGradient(d, from, n, spare);
        }
        if (second.gradientTarget != null) {
          function.gradientOfSecond(a, b, gradient, d, n);
          second.putGradient(d, from, n, spare);
        }
      }
      first.endGradient(tiles);
      second.endGradient(tiles);
    }
  }
}
