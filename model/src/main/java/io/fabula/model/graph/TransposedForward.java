package io.fabula.model.graph;

import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;

/**
 * The value of a transposed convolution as one product that gives each input pixel's contributions
 * to its window, which are then added up: windows are runs of channels. The weight lies as [in,
 * kernel height, kernel width, out].
 */
final class TransposedForward implements AutoCloseable {
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
  private final Tensor columns;
  private final MatrixProduct product;
  private final ScratchBuffers tiles;

  TransposedForward(Binding binding, int stride, int padding) {
    this.stride = stride;
    this.padding = padding;
    in = binding.inputShape(0);
    out = binding.shape();
    kernelHeight = binding.inputShape(1).dim(1);
    kernelWidth = binding.inputShape(1).dim(2);
    width = kernelHeight * kernelWidth * out.dim(3);
    pixels = in.rows();
    x = binding.input(0);
    weight = binding.input(1);
    bias = binding.input(2);
    y = binding.output();
    columns = binding.scratch(pixels * width);
    product =
        new MatrixProduct(
            binding,
            new MatrixProduct.Kind(false, false, pixels, width, in.dim(3), false),
            binding::scratch);
    tiles = binding.tiles();
  }

  void prepare() {
    product.prepare(x, weight, columns);
  }

  void run() {
    product.run();
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
  public void close() {
    product.close();
  }
}
