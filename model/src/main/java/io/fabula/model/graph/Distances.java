package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Distances of rows: all axes but the first together are one vector per index of the first axis.
 */
public final class Distances {
  private Distances() {}

  /**
   * Half the squared Euclidean distance, {@code [rows]}: the loss of a normal distribution of
   * variance 1, up to a constant.
   */
  public static Node halfSquared(Node a, Node b) {
    return between("halfSquaredDistance", true, a, b);
  }

  /** The Euclidean distance, {@code [rows]}; its gradient at distance 0 is 0, as in PyTorch. */
  public static Node euclidean(Node a, Node b) {
    return between("distance", false, a, b);
  }

  private static Node between(String kind, boolean squared, Node a, Node b) {
    if (!a.shape().equals(b.shape()) || a.shape().rank() < 1) {
      throw new IllegalArgumentException("distances need equal shapes, got " + a + " and " + b);
    }
    return a.graph().add(new Between(kind, squared), Shape.of(a.shape().dim(0)), a, b);
  }

  private record Between(String kind, boolean squared) implements Op {
    @Override
    public Kernel bind(Binding binding) {
      return new BetweenKernel(binding, squared);
    }
  }

  private static final class BetweenKernel implements Kernel {
    private final boolean squared;
    private final int rows;
    private final int width;
    private final Tensor first;
    private final Tensor second;
    private final Tensor output;
    private final Tensor gradient;
    private final @Nullable GradientTarget toFirst;
    private final @Nullable GradientTarget toSecond;
    private final ScratchBuffers tiles;

    BetweenKernel(Binding binding, boolean squared) {
      this.squared = squared;
      rows = binding.shape().size();
      width = binding.inputShape(0).size() / rows;
      first = binding.inputInBackward(0);
      second = binding.inputInBackward(1);
      output = squared ? binding.output() : binding.outputInBackward();
      gradient = binding.gradient();
      toFirst = binding.inputGradient(0);
      toSecond = binding.inputGradient(1);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      float[] a = tiles.get(0);
      float[] b = tiles.get(1);
      float[] sums = tiles.get(2, rows);
      for (int row = 0; row < rows; row++) {
        double sum = 0;
        for (int from = 0; from < width; from += ScratchBuffers.SIZE) {
          int n = Math.min(ScratchBuffers.SIZE, width - from);
          first.load(row * width + from, a, n);
          second.load(row * width + from, b, n);
          for (int i = 0; i < n; i++) a[i] -= b[i];
          sum += OrderedSums.ofSquares(a, n);
        }
        sums[row] = (float) (squared ? 0.5 * sum : Math.sqrt(sum));
      }
      output.store(0, sums, rows);
    }

    @Override
    public void backward() {
      float[] a = tiles.get(0);
      float[] b = tiles.get(1);
      float[] g = tiles.get(2, rows);
      float[] y = tiles.get(3, rows);
      gradient.load(0, g, rows);
      if (!squared) {
        output.load(0, y, rows);
        for (int row = 0; row < rows; row++) g[row] = y[row] == 0 ? 0 : g[row] / y[row];
      }
      for (int row = 0; row < rows; row++) {
        for (int from = 0; from < width; from += ScratchBuffers.SIZE) {
          int n = Math.min(ScratchBuffers.SIZE, width - from);
          if (toFirst != null) {
            difference(row, from, n, g[row], a, b);
            toFirst.put(row * width + from, a, n, b);
          }
          if (toSecond != null) {
            difference(row, from, n, -g[row], a, b);
            toSecond.put(row * width + from, a, n, b);
          }
        }
      }
    }

    private void difference(int row, int from, int n, float factor, float[] a, float[] b) {
      first.load(row * width + from, a, n);
      second.load(row * width + from, b, n);
      for (int i = 0; i < n; i++) a[i] = factor * (a[i] - b[i]);
    }
  }
}
