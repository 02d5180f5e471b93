package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * A transposed convolution. The weight comes as [in, kernel height, kernel width, out]. By oneDNN
 * itself, or in plain plans by products of windows.
 */
record TransposedConvolutionOp(int stride, int padding) implements Op {
  @Override
  public String kind() {
    return "conv_transpose2d";
  }

  @Override
  public Kernel bind(Binding binding) {
    return binding.convolvesDirectly()
        ? new DirectTransposedConvolution(binding, stride, padding)
        : new TransposedKernel(this, binding);
  }

  private static final class TransposedKernel implements Kernel {
    private final int stride;
    private final int padding;
    private final Shape in;
    private final Shape out;
    private final int kernelHeight;
    private final int kernelWidth;
    private final int width;
    private final int pixels;
    private final Tensor x;
    private final Tensor weight;
    private final Tensor g;
    private final @Nullable GradientTarget xTarget;
    private final @Nullable GradientTarget weightTarget;
    private final @Nullable GradientTarget biasTarget;
    private final Tensor columnGradients;
    private final TransposedForward forward;
    private final ScratchBuffers tiles;

    TransposedKernel(TransposedConvolutionOp op, Binding binding) {
      stride = op.stride;
      padding = op.padding;
      in = binding.inputShape(0);
      out = binding.shape();
      kernelHeight = binding.inputShape(1).dim(1);
      kernelWidth = binding.inputShape(1).dim(2);
      width = kernelHeight * kernelWidth * out.dim(3);
      pixels = in.rows();
      xTarget = binding.inputGradient(0);
      weightTarget = binding.inputGradient(1);
      biasTarget = binding.inputGradient(2);
      x = binding.inputInBackward(0);
      weight = binding.inputInBackward(1);
      g = binding.gradient();
      forward = new TransposedForward(binding, stride, padding);
      columnGradients = binding.backwardScratch(binding.differentiated() ? pixels * width : 1);
      tiles = binding.tiles();
    }

    @Override
    public void prepare() {
      forward.prepare();
    }

    @Override
    public void close() {
      forward.close();
    }

    @Override
    public void forward() {
      forward.run();
    }

    @Override
    public void backward() {
      if (biasTarget != null) RowLoops.sum(g, out.rows(), biasTarget, tiles);
      if (xTarget == null && weightTarget == null) return;
      gather();
      FloatPointer c = columnGradients.pointer();
      if (xTarget != null) {
        Gemm.multiply(
            false,
            true,
            pixels,
            in.dim(3),
            width,
            c,
            weight.pointer(),
            xTarget.beta(),
            xTarget.tensor().pointer());
      }
      if (weightTarget != null) {
        Gemm.multiply(
            true,
            false,
            in.dim(3),
            width,
            pixels,
            x.pointer(),
            c,
            weightTarget.beta(),
            weightTarget.tensor().pointer());
      }
    }

    /** Each input pixel's window of the gradient as a row. */
    private void gather() {
      int channels = out.dim(3);
      int image = out.size() / out.dim(0);
      int perImage = in.dim(1) * in.dim(2);
      float[] source = tiles.get(0, image);
      float[] row = tiles.get(1, in.dim(2) * width);
      for (int n = 0; n < in.dim(0); n++) {
        g.load(n * image, source, image);
        for (int iy = 0; iy < in.dim(1); iy++) {
          if (padding > 0) Arrays.fill(row, 0, in.dim(2) * width, 0f);
          for (int ix = 0; ix < in.dim(2); ix++) {
            int left = (ix * stride - padding) * channels;
            int from = Math.max(0, left);
            int to = Math.min(out.dim(2) * channels, left + kernelWidth * channels);
            for (int ky = 0; ky < kernelHeight; ky++) {
              int oy = iy * stride - padding + ky;
              if (oy < 0 || oy >= out.dim(1)) continue;
              int at = ix * width + ky * kernelWidth * channels - left;
              int base = oy * out.dim(2) * channels;
              System.arraycopy(source, base + from, row, at + from, to - from);
            }
          }
          columnGradients.store((n * perImage + iy * in.dim(2)) * width, row, in.dim(2) * width);
        }
      }
    }
  }
}
