package io.fabula.model.graph;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * A transposed convolution: one product gives each input pixel's contributions to its window, which
 * are then added up. The weight comes as [in, kernel height, kernel width, out], so that windows
 * are runs of channels.
 */
record TransposedConvolutionOp(int stride, int padding) implements Op {
  @Override
  public String kind() {
    return "conv_transpose2d";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new TransposedKernel(this, binding);
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
    private final Tensor bias;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable Sink xSink;
    private final @Nullable Sink weightSink;
    private final @Nullable Sink biasSink;
    private final Tensor columns;
    private final Tensor columnGradients;
    private final Tiles tiles;

    TransposedKernel(TransposedConvolutionOp op, Binding binding) {
      stride = op.stride;
      padding = op.padding;
      in = binding.inputShape(0);
      out = binding.shape();
      kernelHeight = binding.inputShape(1).dim(1);
      kernelWidth = binding.inputShape(1).dim(2);
      width = kernelHeight * kernelWidth * out.dim(3);
      pixels = in.rows();
      xSink = binding.inputGradient(0);
      weightSink = binding.inputGradient(1);
      biasSink = binding.inputGradient(2);
      x = binding.inputInBackward(0);
      weight = binding.inputInBackward(1);
      bias = binding.input(2);
      y = binding.output();
      g = binding.gradient();
      columns = binding.scratch(pixels * width);
      columnGradients = binding.backwardScratch(binding.differentiated() ? pixels * width : 1);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      FloatPointer c = columns.pointer();
      Gemm.multiply(false, false, pixels, width, in.dim(3), x.pointer(), weight.pointer(), 0f, c);
      int channels = out.dim(3);
      int image = out.size() / out.dim(0);
      int perImage = in.dim(1) * in.dim(2);
      float[] target = tiles.get(0, image);
      float[] row = tiles.get(1, in.dim(2) * width);
      float[] offset = tiles.get(2, channels);
      bias.load(0, offset, channels);
      for (int n = 0; n < in.dim(0); n++) {
        for (int i = 0; i < image; i += channels) {
          System.arraycopy(offset, 0, target, i, channels);
        }
        for (int iy = 0; iy < in.dim(1); iy++) {
          columns.load((n * perImage + iy * in.dim(2)) * width, row, in.dim(2) * width);
          for (int ix = 0; ix < in.dim(2); ix++) scatter(row, ix, iy, target);
        }
        y.store(n * image, target, image);
      }
    }

    private void scatter(float[] row, int ix, int iy, float[] target) {
      int channels = out.dim(3);
      int left = (ix * stride - padding) * channels;
      int from = Math.max(0, left);
      int to = Math.min(out.dim(2) * channels, left + kernelWidth * channels);
      for (int ky = 0; ky < kernelHeight; ky++) {
        int oy = iy * stride - padding + ky;
        if (oy < 0 || oy >= out.dim(1)) continue;
        int source = ix * width + ky * kernelWidth * channels - left;
        int base = oy * out.dim(2) * channels;
        addRun(row, source + from, target, base + from, to - from);
      }
    }

    private static void addRun(float[] source, int from, float[] target, int to, int n) {
      for (int i = 0; i < n; i++) target[to + i] += source[from + i];
    }

    @Override
    public void backward() {
      if (biasSink != null) Rows.sum(g, out.rows(), biasSink, tiles);
      if (xSink == null && weightSink == null) return;
      gather();
      FloatPointer c = columnGradients.pointer();
      if (xSink != null) {
        Gemm.multiply(
            false,
            true,
            pixels,
            in.dim(3),
            width,
            c,
            weight.pointer(),
            xSink.beta(),
            xSink.tensor().pointer());
      }
      if (weightSink != null) {
        Gemm.multiply(
            true,
            false,
            in.dim(3),
            width,
            pixels,
            x.pointer(),
            c,
            weightSink.beta(),
            weightSink.tensor().pointer());
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
