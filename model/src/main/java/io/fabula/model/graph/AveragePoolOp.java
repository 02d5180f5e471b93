package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Means of non-overlapping squares; a rest at the right or bottom is left out. */
record AveragePoolOp(int kernel) implements Op {
  @Override
  public String kind() {
    return "average_pool";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new AverageKernel(binding, kernel);
  }

  private static final class AverageKernel implements Kernel {
    private final int kernel;
    private final float share;
    private final Shape in;
    private final Shape out;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    AverageKernel(Binding binding, int kernel) {
      this.kernel = kernel;
      share = 1f / (kernel * kernel);
      in = binding.inputShape(0);
      out = binding.shape();
      x = binding.input(0);
      y = binding.output();
      g = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      int channels = in.dim(3);
      int inRow = in.dim(2) * channels;
      int outRow = out.dim(2) * channels;
      float[] source = tiles.get(0, inRow);
      float[] target = tiles.get(1, outRow);
      for (int r = 0; r < out.dim(0) * out.dim(1); r++) {
        Arrays.fill(target, 0, outRow, 0f);
        for (int ky = 0; ky < kernel; ky++) {
          x.load(sourceRow(r, ky) * inRow, source, inRow);
          for (int ox = 0; ox < out.dim(2); ox++) {
            for (int kx = 0; kx < kernel; kx++) {
              int from = (ox * kernel + kx) * channels;
              for (int c = 0; c < channels; c++) target[ox * channels + c] += source[from + c];
            }
          }
        }
        for (int i = 0; i < outRow; i++) target[i] *= share;
        y.store(r * outRow, target, outRow);
      }
    }

    private int sourceRow(int r, int ky) {
      return r / out.dim(1) * in.dim(1) + r % out.dim(1) * kernel + ky;
    }

    @Override
    public void backward() {
      GradientTarget target = gradientTarget;
      if (target == null) return;
      int channels = in.dim(3);
      int inRow = in.dim(2) * channels;
      int outRow = out.dim(2) * channels;
      float[] source = tiles.get(0, outRow);
      float[] row = tiles.get(1, inRow);
      float[] spare = tiles.get(2, inRow);
      for (int n = 0; n < in.dim(0); n++) {
        for (int iy = 0; iy < in.dim(1); iy++) {
          Arrays.fill(row, 0, inRow, 0f);
          int oy = iy / kernel;
          if (oy < out.dim(1)) {
            g.load((n * out.dim(1) + oy) * outRow, source, outRow);
            for (int ix = 0; ix < out.dim(2) * kernel; ix++) {
              int from = ix / kernel * channels;
              for (int c = 0; c < channels; c++) row[ix * channels + c] = source[from + c] * share;
            }
          }
          target.put((n * in.dim(1) + iy) * inRow, row, inRow, spare);
        }
      }
    }
  }
}
