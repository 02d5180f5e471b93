package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Layer normalisation over rows. */
record LayerNormOp(float epsilon) implements Op {
  @Override
  public String kind() {
    return "layer_norm";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new LayerNormKernel(binding, epsilon);
  }

  private static final class LayerNormKernel implements Kernel {
    private final float epsilon;
    private final int rows;
    private final int width;
    private final int group;
    private final Tensor x;
    private final Tensor scale;
    private final Tensor shift;
    private final Tensor y;
    private final Tensor g;
    private final Tensor statistics;
    private final @Nullable GradientTarget xTarget;
    private final @Nullable GradientTarget scaleTarget;
    private final @Nullable GradientTarget shiftTarget;
    private final ScratchBuffers tiles;

    LayerNormKernel(Binding binding, float epsilon) {
      this.epsilon = epsilon;
      rows = binding.shape().rows();
      width = binding.shape().last();
      group = RowLoops.group(rows, width);
      x = binding.inputInBackward(0);
      scale = binding.inputInBackward(1);
      shift = binding.input(2);
      y = binding.output();
      g = binding.gradient();
      statistics = binding.saved(2 * rows);
      xTarget = binding.inputGradient(0);
      scaleTarget = binding.inputGradient(1);
      shiftTarget = binding.inputGradient(2);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      float[] in = tiles.get(0, group * width);
      float[] out = tiles.get(1, group * width);
      float[] factor = tiles.get(2, width);
      float[] offset = tiles.get(3, width);
      float[] kept = tiles.get(4, 2 * rows);
      scale.load(0, factor, width);
      shift.load(0, offset, width);
      for (int first = 0; first < rows; first += group) {
        int n = Math.min(group, rows - first);
        x.load(first * width, in, n * width);
        for (int i = 0; i < n; i++) {
          int at = i * width;
          float mean = (float) (OrderedSums.of(in, at, width) / width);
          double variance = OrderedSums.ofSquaredDistances(in, at, width, mean) / width;
          float root = (float) (1 / Math.sqrt(variance + epsilon));
          normalise(in, out, at, mean, root, factor, offset, width);
          kept[2 * (first + i)] = mean;
          kept[2 * (first + i) + 1] = root;
        }
        y.store(first * width, out, n * width);
      }
      statistics.store(0, kept, 2 * rows);
    }

    private static void normalise(
        float[] in,
        float[] out,
        int at,
        float mean,
        float root,
        float[] scale,
        float[] shift,
        int n) {
      for (int k = 0; k < n; k++) {
        out[at + k] = (in[at + k] - mean) * root * scale[k] + shift[k];
      }
    }

    @Override
    public void backward() {
      float[] in = tiles.get(0, group * width);
      float[] gradient = tiles.get(1, group * width);
      float[] factor = tiles.get(2, width);
      float[] scaleGradient = tiles.get(3, width);
      float[] shiftGradient = tiles.get(4, width);
      float[] kept = tiles.get(5, 2 * rows);
      float[] spare = tiles.get(6, group * width);
      scale.load(0, factor, width);
      statistics.load(0, kept, 2 * rows);
      Arrays.fill(scaleGradient, 0, width, 0f);
      Arrays.fill(shiftGradient, 0, width, 0f);
      for (int first = 0; first < rows; first += group) {
        int n = Math.min(group, rows - first);
        x.load(first * width, in, n * width);
        g.load(first * width, gradient, n * width);
        for (int i = 0; i < n; i++) {
          int at = i * width;
          float mean = kept[2 * (first + i)];
          float root = kept[2 * (first + i) + 1];
          parameters(in, gradient, at, mean, root, scaleGradient, shiftGradient, width);
          if (xTarget == null) continue;
          for (int k = 0; k < width; k++) gradient[at + k] *= factor[k];
          double sum = OrderedSums.of(gradient, at, width) / width;
          double product = OrderedSums.ofProducts(in, at, gradient, at, width) / width - mean * sum;
          input(in, gradient, at, mean, root, (float) sum, (float) product, width);
        }
        if (xTarget != null) xTarget.put(first * width, gradient, n * width, spare);
      }
      if (scaleTarget != null) scaleTarget.put(0, scaleGradient, width, tiles.get(6, width));
      if (shiftTarget != null) shiftTarget.put(0, shiftGradient, width, tiles.get(6, width));
    }

    private static void parameters(
        float[] in,
        float[] g,
        int at,
        float mean,
        float root,
        float[] scale,
        float[] shift,
        int n) {
      for (int k = 0; k < n; k++) scale[k] += g[at + k] * ((in[at + k] - mean) * root);
      for (int k = 0; k < n; k++) shift[k] += g[at + k];
    }

    /** d = root (g - mean(g) - z mean(g z)) with z = (x - mean) root. */
    private static void input(
        float[] in, float[] g, int at, float mean, float root, float sum, float product, int n) {
      float slope = root * root * product;
      for (int k = 0; k < n; k++) {
        g[at + k] = root * (g[at + k] - sum - (in[at + k] - mean) * slope);
      }
    }
  }
}
