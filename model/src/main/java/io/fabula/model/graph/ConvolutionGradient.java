package io.fabula.model.graph;

import io.fabula.model.graph.memory.BatchSlices;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
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
  private final BatchSlices slices;
  private final GradientTarget xTarget;
  private final @Nullable GradientTarget weightTarget;
  private final @Nullable GradientTarget biasTarget;
  private final @Nullable Tensor rectified;
  private final Tensor xGradient;
  private final Tensor weightGradient;
  private final Tensor biasGradient;
  private final List<NativeOp> ops = new ArrayList<>();
  private final ScratchBuffers tiles;

  ConvolutionGradient(Binding binding, long[] settings, GradientTarget xTarget, boolean rectify) {
    this.settings = settings;
    this.xTarget = xTarget;
    in = binding.inputShape(0);
    weights = binding.inputShape(1);
    out = binding.shape();
    slices = new BatchSlices(in, out);
    weightTarget = binding.inputGradient(1);
    biasTarget = binding.inputGradient(2);
    rectified = rectify ? binding.backwardScratch(slices.floats()) : null;
    xGradient =
        rectify
            ? binding.backwardScratch(slices.floats())
            : binding.overwriteTarget(xTarget, in.size());
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
      if (rectified != null) slices.putWherePositive(x, i, xGradient, xTarget, tiles);
      if (weightTarget != null) {
        weightGradient.load(0, part, weights.size());
        RowLoops.addRow(part, 0, weightSum, weights.size());
      }
      if (biasTarget != null) {
        biasGradient.load(0, part, outs);
        RowLoops.addRow(part, 0, biasSum, outs);
      }
    }
    if (rectified == null && xTarget.adds()) OrderedSums.addTo(xTarget, xGradient, tiles);
    if (weightTarget != null) weightTarget.put(0, weightSum, weights.size(), part);
    if (biasTarget != null) biasTarget.put(0, biasSum, outs, part);
  }

  @Override
  public void close() {
    for (NativeOp op : ops) op.close();
  }
}
