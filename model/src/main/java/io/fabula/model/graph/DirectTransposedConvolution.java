package io.fabula.model.graph;

import io.fabula.model.graph.memory.BatchSlices;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import io.fabula.model.graph.onednn.ConvolutionPrimitives;
import io.fabula.model.graph.onednn.FlatAdd;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * A transposed convolution by oneDNN itself: the input gradient of the convolution that leads the
 * other way, whose forward pass is then this one's backward pass. For a few channels, such as the
 * colours of a picture, oneDNN's kernel is half as fast as a product of windows.
 */
final class DirectTransposedConvolution implements Kernel {
  private static final int FEW_CHANNELS = 8;

  private final BatchSlices slices;
  private final int inImage;
  private final int outImage;
  private final int rows;
  private final Tensor x;
  private final Tensor y;
  private final Tensor g;
  private final Tensor bias;
  private final Tensor noBias;
  private final Tensor part;
  private final @Nullable GradientTarget xTarget;
  private final @Nullable GradientTarget biasTarget;
  private final @Nullable TransposedForward product;
  private final @Nullable DirectInputGradient forward;
  private final @Nullable FlatAdd addBias;
  private final FlatAdd adding;
  private final @Nullable DirectForward ofInput;
  private final @Nullable DirectWeightGradient ofWeights;
  private final ScratchBuffers tiles;

  DirectTransposedConvolution(Binding binding, int stride, int padding) {
    Shape in = binding.inputShape(0);
    Shape out = binding.shape();
    Shape given = binding.inputShape(1);
    slices = BatchSlices.even(in, out);
    inImage = in.size() / in.dim(0);
    outImage = out.size() / out.dim(0);
    rows = out.rows();
    ConvolutionPrimitives back =
        new ConvolutionPrimitives(
            slices.largest(),
            out,
            in,
            Shape.of(given.dim(0), given.dim(3), given.dim(1), given.dim(2)),
            memory.format_tag.ohwi,
            stride,
            padding);
    xTarget = binding.inputGradient(0);
    GradientTarget weightTarget = binding.inputGradient(1);
    biasTarget = binding.inputGradient(2);
    x = weightTarget == null ? binding.input(0) : binding.inputInBackward(0);
    y = binding.output();
    g = binding.gradient();
    bias = binding.input(2);
    boolean few = out.dim(3) <= FEW_CHANNELS;
    product = few ? new TransposedForward(binding, stride, padding) : null;
    forward = few ? null : new DirectInputGradient(back, binding.input(1), binding::scratch);
    addBias = few ? null : FlatAdd.toPixels(out, slices.largest());
    noBias = binding.backwardScratch(in.dim(3));
    ofInput =
        xTarget == null
            ? null
            : new DirectForward(
                back, back.forward(), binding.inputInBackward(1), noBias, binding::backwardScratch);
    ofWeights =
        weightTarget == null ? null : new DirectWeightGradient(binding, back, weightTarget, null);
    part = binding.backwardScratch(xTarget != null && xTarget.adds() ? slices.floats() : 1);
    adding = new FlatAdd(slices.floats());
    tiles = binding.tiles();
  }

  @Override
  public void prepare() {
    if (product != null) product.prepare();
    if (forward != null) forward.prepare();
    if (ofInput != null) ofInput.prepare();
    if (ofWeights != null) ofWeights.prepare();
  }

  @Override
  public void forward() {
    if (product != null) product.run();
    if (forward == null || addBias == null) return;
    forward.begin();
    for (int i = 0; i < slices.count(); i++) {
      int to = slices.first(i) * outImage;
      forward.run(x, slices.first(i) * inImage, y, to);
      addBias.add(y, to, bias, 0, y, to);
    }
  }

  @Override
  public void backward() {
    if (biasTarget != null) RowLoops.sum(g, rows, biasTarget, tiles);
    if (ofInput != null) {
      new ZeroKernel(noBias, tiles).backward();
      ofInput.begin();
    }
    if (ofWeights != null) ofWeights.begin();
    for (int i = 0; i < slices.count(); i++) {
      int from = slices.first(i) * inImage;
      int gFrom = slices.first(i) * outImage;
      if (ofWeights != null) ofWeights.run(g, gFrom, x, from);
      if (ofInput != null && xTarget != null) putInput(ofInput, xTarget, from, gFrom);
    }
    if (ofWeights != null) ofWeights.end();
  }

  private void putInput(
      DirectForward convolution, GradientTarget gradientTarget, int from, int gFrom) {
    if (gradientTarget.adds()) {
      convolution.run(g, gFrom, part, 0);
      adding.add(gradientTarget.tensor(), from, part, 0, gradientTarget.tensor(), from);
    } else {
      convolution.run(g, gFrom, gradientTarget.tensor(), from);
    }
  }

  @Override
  public void close() {
    if (product != null) product.close();
    if (forward != null) forward.close();
    if (addBias != null) addBias.close();
    adding.close();
    if (ofInput != null) ofInput.close();
    if (ofWeights != null) ofWeights.close();
  }
}
