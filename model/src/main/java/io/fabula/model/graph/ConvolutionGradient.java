package io.fabula.model.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All gradients of a convolution by ND4J's kernel, a slice of the batch at a time: whole batches
 * make that kernel take temporary memory whose page faults cost three times the computation.
 */
final class ConvolutionGradient implements AutoCloseable {
  private static final int SLICE_FLOATS = 1 << 17;

  private final Shape in;
  private final Shape out;
  private final Shape weights;
  private final long[] settings;
  private final int slice;
  private final Sink xSink;
  private final @Nullable Sink weightSink;
  private final @Nullable Sink biasSink;
  private final Tensor xGradient;
  private final Tensor weightGradient;
  private final Tensor biasGradient;
  private final List<NativeOp> slices = new ArrayList<>();
  private final Tiles tiles;

  ConvolutionGradient(Binding binding, long[] settings, Sink xSink) {
    this.settings = settings;
    this.xSink = xSink;
    in = binding.inputShape(0);
    weights = binding.inputShape(1);
    out = binding.shape();
    int image = Math.max(in.size(), out.size()) / in.dim(0);
    slice = Math.max(1, Math.min(in.dim(0), SLICE_FLOATS / image));
    weightSink = binding.inputGradient(1);
    biasSink = binding.inputGradient(2);
    xGradient = binding.landing(xSink, in.size());
    weightGradient = binding.backwardScratch(weights.size());
    biasGradient = binding.backwardScratch(weights.dim(0));
    tiles = binding.tiles();
  }

  void prepare(Tensor x, Tensor weight, Tensor bias, Tensor g) {
    Shape biasShape = Shape.of(weights.dim(0));
    int inImage = in.size() / in.dim(0);
    int outImage = out.size() / in.dim(0);
    for (int first = 0; first < in.dim(0); first += slice) {
      int n = Math.min(slice, in.dim(0) - first);
      Shape inSlice = in.with(0, n);
      Shape outSlice = out.with(0, n);
      slices.add(
          new NativeOp(
              "conv2d_bp",
              List.of(
                  x.array(inSlice, first * inImage),
                  weight.array(weights),
                  bias.array(biasShape),
                  g.array(outSlice, first * outImage)),
              List.of(
                  xGradient.array(inSlice, first * inImage),
                  weightGradient.array(weights),
                  biasGradient.array(biasShape)),
              settings));
    }
  }

  void run() {
    float[] weightSum = tiles.get(2, weights.size());
    float[] biasSum = tiles.get(3, weights.dim(0));
    float[] part = tiles.get(4, Math.max(weights.size(), weights.dim(0)));
    java.util.Arrays.fill(weightSum, 0, weights.size(), 0f);
    java.util.Arrays.fill(biasSum, 0, weights.dim(0), 0f);
    for (NativeOp op : slices) {
      op.run();
      if (weightSink != null) {
        weightGradient.load(0, part, weights.size());
        Rows.addRow(part, 0, weightSum, weights.size());
      }
      if (biasSink != null) {
        biasGradient.load(0, part, weights.dim(0));
        Rows.addRow(part, 0, biasSum, weights.dim(0));
      }
    }
    if (xSink.adds()) Sums.addTo(xSink, xGradient, tiles);
    if (weightSink != null) weightSink.put(0, weightSum, weights.size(), part);
    if (biasSink != null) biasSink.put(0, biasSum, weights.dim(0), part);
  }

  @Override
  public void close() {
    for (NativeOp op : slices) op.close();
  }
}
