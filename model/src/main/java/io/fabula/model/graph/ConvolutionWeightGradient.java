package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.NativeBlock;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The gradient of a convolution's weights alone, as a first layer needs it: windows of the input as
 * rows, a band of rows at a time that stays in the cache, times the gradient.
 */
final class ConvolutionWeightGradient {
  private static final int BAND_FLOATS = 1 << 16;

  private final int stride;
  private final int padding;
  private final Shape in;
  private final Shape out;
  private final Shape weights;
  private final int width;
  private final int bandRows;
  private final Tensor columns;
  private final Tensor product;
  private final GradientTarget gradientTarget;

  ConvolutionWeightGradient(
      Binding binding, int stride, int padding, GradientTarget gradientTarget) {
    this.stride = stride;
    this.padding = padding;
    this.gradientTarget = gradientTarget;
    in = binding.inputShape(0);
    out = binding.shape();
    weights = binding.inputShape(1);
    width = weights.dim(1) * weights.dim(2) * weights.dim(3);
    int perImageRow = out.dim(2);
    bandRows = Math.max(1, BAND_FLOATS / (width * perImageRow));
    columns = binding.backwardScratch(bandRows * perImageRow * width);
    product = binding.backwardScratch(weights.size());
  }

  void run(Tensor x, Tensor g, ScratchBuffers tiles) {
    int rowsOfAll = out.dim(0) * out.dim(1);
    int outWidth = out.dim(2);
    int image = in.size() / in.dim(0);
    float[] pixels = tiles.get(0, image);
    float[] planes = tiles.get(1, image);
    float[] band = tiles.get(2, bandRows * outWidth * width);
    int loaded = -1;
    for (int first = 0; first < rowsOfAll; first += bandRows) {
      int rows = Math.min(bandRows, rowsOfAll - first);
      for (int i = 0; i < rows; i++) {
        int batch = (first + i) / out.dim(1);
        if (batch != loaded) {
          x.load(batch * image, pixels, image);
          split(pixels, planes);
          loaded = batch;
        }
        windows(planes, (first + i) % out.dim(1), band, i * outWidth, rows * outWidth);
      }
      columns.store(0, band, width * rows * outWidth);
      FloatPointer gradients =
          NativeBlock.part(
              g.pointer(), (long) first * outWidth * out.dim(3), rows * outWidth * out.dim(3));
      Gemm.multiply(
          false,
          false,
          width,
          out.dim(3),
          rows * outWidth,
          columns.pointer(),
          gradients,
          first == 0 ? 0f : 1f,
          product.pointer());
    }
    addInWeightOrder(tiles);
  }

  /** Channels as planes, so that shifted windows are runs of a row. */
  private void split(float[] pixels, float[] planes) {
    int channels = in.dim(3);
    int plane = in.dim(1) * in.dim(2);
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < plane; i++) planes[c * plane + i] = pixels[i * channels + c];
    }
  }

  /** One output row of the band: for each channel and tap, what it sees at each pixel. */
  private void windows(float[] planes, int y, float[] band, int at, int length) {
    int inWidth = in.dim(2);
    int plane = in.dim(1) * inWidth;
    int tap = 0;
    for (int c = 0; c < in.dim(3); c++) {
      for (int ky = 0; ky < weights.dim(2); ky++) {
        int row = y * stride - padding + ky;
        boolean inside = row >= 0 && row < in.dim(1);
        for (int kx = 0; kx < weights.dim(3); kx++, tap++) {
          int to = tap * length + at;
          if (!inside) {
            Arrays.fill(band, to, to + out.dim(2), 0f);
          } else {
            line(planes, c * plane + row * inWidth, kx - padding, band, to);
          }
        }
      }
    }
  }

  private void line(float[] planes, int from, int shift, float[] band, int to) {
    int n = out.dim(2);
    int begin = Math.max(0, (-shift + stride - 1) / stride);
    int end = Math.min(n, Math.floorDiv(in.dim(2) - 1 - shift, stride) + 1);
    for (int i = 0; i < Math.min(begin, n); i++) band[to + i] = 0f;
    for (int i = begin; i < end; i++) band[to + i] = planes[from + i * stride + shift];
    for (int i = Math.max(begin, end); i < n; i++) band[to + i] = 0f;
  }

  /** The product is [in, kernel height, kernel width, out]; weights begin with out. */
  private void addInWeightOrder(ScratchBuffers tiles) {
    int outs = weights.dim(0);
    float[] byTap = tiles.get(0, weights.size());
    float[] byOut = tiles.get(1, weights.size());
    product.load(0, byTap, weights.size());
    for (int tap = 0; tap < width; tap++) {
      for (int o = 0; o < outs; o++) byOut[o * width + tap] = byTap[tap * outs + o];
    }
    gradientTarget.put(0, byOut, weights.size(), byTap);
  }
}
