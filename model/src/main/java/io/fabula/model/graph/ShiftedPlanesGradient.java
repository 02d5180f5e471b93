package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Weight and bias gradients of a convolution of stride 1 whose input wants none, such as a first
 * layer. Each channel becomes a plane with a margin; what one tap of the kernel sees is then the
 * whole plane shifted, one long copy. Gradients get the same margin of zeros, so that what lies
 * between rows counts for nothing. One product over some images that stay in the cache gives all
 * taps, and a row of ones the bias.
 */
final class ShiftedPlanesGradient {
  private static final int BAND_FLOATS = 1 << 16;

  private final int padding;
  private final Shape in;
  private final Shape out;
  private final Shape weights;
  private final int taps;
  private final int rowLength;
  private final int planeLength;
  private final int pixels;
  private final int images;
  private final Tensor seen;
  private final Tensor gradients;
  private final Tensor product;
  private final @Nullable GradientTarget weightTarget;
  private final @Nullable GradientTarget biasTarget;

  ShiftedPlanesGradient(Binding binding, int padding) {
    this.padding = padding;
    in = binding.inputShape(0);
    out = binding.shape();
    weights = binding.inputShape(1);
    weightTarget = binding.inputGradient(1);
    biasTarget = binding.inputGradient(2);
    taps = weights.size() / weights.dim(0);
    rowLength = in.dim(2) + 2 * padding;
    planeLength = (in.dim(1) + 2 * padding) * rowLength + weights.dim(3);
    pixels = out.dim(1) * rowLength;
    images = Math.max(1, Math.min(in.dim(0), BAND_FLOATS / (pixels * (taps + 1))));
    seen = binding.backwardScratch((taps + 1) * images * pixels);
    gradients = binding.backwardScratch(images * pixels * out.dim(3));
    product = binding.backwardScratch((taps + 1) * out.dim(3));
  }

  void run(Tensor x, Tensor g, ScratchBuffers tiles) {
    int image = in.size() / in.dim(0);
    int outImage = out.size() / in.dim(0);
    int channels = out.dim(3);
    float[] pixel = tiles.get(0, image);
    float[] planes = tiles.get(1, in.dim(3) * planeLength);
    float[] band = tiles.get(2, (taps + 1) * images * pixels);
    float[] gradient = tiles.get(3, outImage);
    float[] spread = tiles.get(4, pixels * channels);
    Arrays.fill(planes, 0, in.dim(3) * planeLength, 0f);
    Arrays.fill(spread, 0, pixels * channels, 0f);
    for (int first = 0; first < in.dim(0); first += images) {
      int n = Math.min(images, in.dim(0) - first);
      for (int i = 0; i < n; i++) {
        x.load((first + i) * image, pixel, image);
        split(pixel, planes);
        shift(planes, band, i * pixels, n * pixels);
        g.load((first + i) * outImage, gradient, outImage);
        int row = out.dim(2) * channels;
        for (int y = 0; y < out.dim(1); y++) {
          System.arraycopy(gradient, y * row, spread, y * rowLength * channels, row);
        }
        gradients.store(i * pixels * channels, spread, pixels * channels);
      }
      Arrays.fill(band, taps * n * pixels, (taps + 1) * n * pixels, 1f);
      seen.store(0, band, (taps + 1) * n * pixels);
      Gemm.multiply(
          false,
          false,
          taps + 1,
          channels,
          n * pixels,
          seen.pointer(),
          gradients.pointer(),
          first == 0 ? 0f : 1f,
          product.pointer());
    }
    put(tiles);
  }

  private void split(float[] pixel, float[] planes) {
    int channels = in.dim(3);
    int width = in.dim(2);
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < in.dim(1); y++) {
        int to = c * planeLength + (y + padding) * rowLength + padding;
        int from = y * width * channels + c;
        for (int i = 0; i < width; i++) planes[to + i] = pixel[from + i * channels];
      }
    }
  }

  private void shift(float[] planes, float[] band, int at, int length) {
    int tap = 0;
    for (int c = 0; c < in.dim(3); c++) {
      for (int ky = 0; ky < weights.dim(2); ky++) {
        for (int kx = 0; kx < weights.dim(3); kx++, tap++) {
          int from = c * planeLength + ky * rowLength + kx;
          System.arraycopy(planes, from, band, tap * length + at, pixels);
        }
      }
    }
  }

  /** The product is [taps and one, out]; weights begin with out. */
  private void put(ScratchBuffers tiles) {
    int outs = out.dim(3);
    float[] byTap = tiles.get(0, (taps + 1) * outs);
    float[] byOut = tiles.get(1, weights.size());
    float[] spare = tiles.get(2, Math.max(weights.size(), outs));
    product.load(0, byTap, (taps + 1) * outs);
    for (int tap = 0; tap < taps; tap++) {
      for (int o = 0; o < outs; o++) byOut[o * taps + tap] = byTap[tap * outs + o];
    }
    if (weightTarget != null) weightTarget.put(0, byOut, weights.size(), spare);
    if (biasTarget == null) return;
    System.arraycopy(byTap, taps * outs, byOut, 0, outs);
    biasTarget.put(0, byOut, outs, spare);
  }
}
