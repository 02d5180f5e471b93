package io.fabula.model.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All gradients of a convolution by ND4J's kernel, a slice of the batch at a time: whole batches
 * make that kernel take temporary memory whose page faults cost three times the computation.
 */
final class ConvolutionGradient implements AutoCloseable {
  private final Shape in;
  private final Shape out;
  private final Shape weights;
  private final long[] settings;
  private final Slices slices;
  private final Sink xSink;
  private final @Nullable Sink weightSink;
  private final @Nullable Sink biasSink;
  private final @Nullable Tensor rectified;
  private final Tensor xGradient;
  private final Tensor weightGradient;
  private final Tensor biasGradient;
  private final List<NativeOp> ops = new ArrayList<>();
  private final Tiles tiles;

  ConvolutionGradient(Binding binding, long[] settings, Sink xSink, boolean rectify) {
    this.settings = settings;
    this.xSink = xSink;
    in = binding.inputShape(0);
    weights = binding.inputShape(1);
    out = binding.shape();
    slices = new Slices(in, out);
    weightSink = binding.inputGradient(1);
    biasSink = binding.inputGradient(2);
    rectified = rectify ? binding.backwardScratch(slices.floats()) : null;
    xGradient =
        rectify ? binding.backwardScratch(slices.floats()) : binding.landing(xSink, in.size());
    weightGradient = binding.backwardScratch(weights.size());
    biasGradient = binding.backwardScratch(weights.dim(0));
    tiles = binding.tiles();
  }

  void prepare(Tensor x, Tensor weight, Tensor bias, Tensor g) {
    Shape biasShape = Shape.of(weights.dim(0));
    int inImage = in.size() / in.dim(0);
    int outImage = out.size() / in.dim(0);
    for (int i = 0; i < slices.count(); i++) {
      Shape inSlice = in.with(0, slices.images(i));
      Shape outSlice = out.with(0, slices.images(i));
      int at = slices.first(i) * inImage;
      var seen = rectified == null ? x.array(inSlice, at) : rectified.array(inSlice);
      ops.add(
          new NativeOp(
              "conv2d_bp",
              List.of(
                  seen,
                  weight.array(weights),
                  bias.array(biasShape),
                  g.array(outSlice, slices.first(i) * outImage)),
              List.of(
                  xGradient.array(inSlice, rectified == null ? at : 0),
                  weightGradient.array(weights),
                  biasGradient.array(biasShape)),
              settings));
    }
  }

  void run(Tensor x) {
    int outs = weights.dim(0);
    float[] weightSum = tiles.get(2, weights.size());
    float[] biasSum = tiles.get(3, outs);
    float[] part = tiles.get(4, weights.size());
    Arrays.fill(weightSum, 0, weights.size(), 0f);
    Arrays.fill(biasSum, 0, outs, 0f);
    for (int i = 0; i < ops.size(); i++) {
      if (rectified != null) slices.rectify(x, i, rectified, tiles);
      ops.get(i).run();
      if (rectified != null) slices.putWherePositive(x, i, xGradient, xSink, tiles);
      if (weightSink != null) {
        weightGradient.load(0, part, weights.size());
        Rows.addRow(part, 0, weightSum, weights.size());
      }
      if (biasSink != null) {
        biasGradient.load(0, part, outs);
        Rows.addRow(part, 0, biasSum, outs);
      }
    }
    if (rectified == null && xSink.adds()) Sums.addTo(xSink, xGradient, tiles);
    if (weightSink != null) weightSink.put(0, weightSum, weights.size(), part);
    if (biasSink != null) biasSink.put(0, biasSum, outs, part);
  }

  @Override
  public void close() {
    for (NativeOp op : ops) op.close();
  }
}
