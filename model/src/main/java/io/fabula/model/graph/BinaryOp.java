package io.fabula.model.graph;

import org.jspecify.annotations.Nullable;

/** Applies a {@link BinaryFunction} to pairs of elements, with broadcasting. */
record BinaryOp(BinaryFunction function) implements Op {
  static Node apply(BinaryFunction function, Node a, Node b) {
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

  private static final class Operand {
    final Tensor tensor;
    final Broadcast broadcast;
    final @Nullable Sink sink;
    final int tile;

    Operand(Binding binding, int i, boolean needed) {
      tensor = needed ? binding.inputInBackward(i) : binding.input(i);
      broadcast = Broadcast.of(binding.inputShape(i), binding.shape());
      sink = binding.inputGradient(i);
      tile = 4 + 2 * i;
    }

    void begin(Tiles tiles) {
      if (!broadcast.identity()) tensor.load(0, tiles.get(tile, tensor.size()), tensor.size());
    }

    void load(Tiles tiles, float[] target, int from, int n) {
      if (broadcast.identity()) {
        tensor.load(from, target, n);
      } else {
        broadcast.expand(tiles.get(tile, tensor.size()), target, from, n);
      }
    }

    void beginGradient(Tiles tiles) {
      if (sink == null || broadcast.identity()) return;
      java.util.Arrays.fill(tiles.get(tile + 1, tensor.size()), 0, tensor.size(), 0f);
    }

    void putGradient(Sink target, Tiles tiles, float[] d, int from, int n, float[] spare) {
      if (broadcast.identity()) {
        target.put(from, d, n, spare);
      } else {
        broadcast.reduce(d, from, n, tiles.get(tile + 1, tensor.size()));
      }
    }

    void endGradient(Tiles tiles) {
      Sink target = sink;
      if (target == null || broadcast.identity()) return;
      target.put(
          0, tiles.get(tile + 1, tensor.size()), tensor.size(), tiles.get(tile, tensor.size()));
    }
  }

  private static final class BinaryKernel implements Kernel {
    private final BinaryFunction function;
    private final Operand first;
    private final Operand second;
    private final Tensor y;
    private final Tensor g;
    private final Tiles tiles;

    BinaryKernel(BinaryFunction function, Binding binding) {
      this.function = function;
      first = new Operand(binding, 0, function.needsInputs());
      second = new Operand(binding, 1, function.needsInputs());
      y = binding.output();
      g = binding.gradient();
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      float[] a = tiles.get(0);
      float[] b = tiles.get(1);
      float[] c = tiles.get(2);
      first.begin(tiles);
      second.begin(tiles);
      for (int from = 0; from < y.size(); from += Tiles.SIZE) {
        int n = Math.min(Tiles.SIZE, y.size() - from);
        first.load(tiles, a, from, n);
        second.load(tiles, b, from, n);
        function.value(a, b, c, n);
        y.store(from, c, n);
      }
    }

    @Override
    public void backward() {
      float[] a = tiles.get(0);
      float[] b = tiles.get(1);
      float[] c = tiles.get(2);
      float[] d = tiles.get(3);
      float[] spare = tiles.get(8);
      if (function.needsInputs()) {
        first.begin(tiles);
        second.begin(tiles);
      }
      first.beginGradient(tiles);
      second.beginGradient(tiles);
      for (int from = 0; from < y.size(); from += Tiles.SIZE) {
        int n = Math.min(Tiles.SIZE, y.size() - from);
        if (function.needsInputs()) {
          first.load(tiles, a, from, n);
          second.load(tiles, b, from, n);
        }
        g.load(from, c, n);
        if (first.sink != null) {
          function.gradientOfFirst(a, b, c, d, n);
          first.putGradient(first.sink, tiles, d, from, n, spare);
        }
        if (second.sink != null) {
          function.gradientOfSecond(a, b, c, d, n);
          second.putGradient(second.sink, tiles, d, from, n, spare);
        }
      }
      first.endGradient(tiles);
      second.endGradient(tiles);
    }
  }
}
