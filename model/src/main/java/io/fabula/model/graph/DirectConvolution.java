package io.fabula.model.graph;

import io.fabula.model.graph.memory.BatchSlices;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import io.fabula.model.graph.onednn.ConvolutionPrimitives;
import io.fabula.model.graph.onednn.FlatAdd;
import io.fabula.model.graph.onednn.SliceRectifier;
import org.jspecify.annotations.Nullable;

/**
 * A convolution by oneDNN itself, of the input as it is or of max(input, 0), a slice of the batch
 * at a time that stays in the cache. Each gradient is computed only where it is wanted.
 */
final class DirectConvolution implements Kernel {
  private final BatchSlices slices;
  private final int inImage;
  private final int outImage;
  private final int rows;
  private final boolean rectifies;
  private final Tensor x;
  private final Tensor y;
  private final Tensor g;
  private final Tensor rectified;
  private final Tensor rectifiedAgain;
  private final Tensor part;
  private final @Nullable GradientTarget xTarget;
  private final @Nullable GradientTarget biasTarget;
  private final SliceRectifier rectifier;
  private final FlatAdd adding;
  private final DirectForward forward;
  private final @Nullable DirectInputGradient ofInput;
  private final @Nullable DirectWeightGradient ofWeights;
  private final ScratchBuffers tiles;

  DirectConvolution(Binding binding, int stride, int padding, boolean rectifies) {
    this.rectifies = rectifies;
    Shape in = binding.inputShape(0);
    Shape out = binding.shape();
    slices = BatchSlices.even(in, out);
    inImage = in.size() / in.dim(0);
    outImage = out.size() / out.dim(0);
    rows = out.rows();
    ConvolutionPrimitives primitives =
        new ConvolutionPrimitives(
            slices.largest(), in, out, binding.inputShape(1), stride, padding);
    xTarget = binding.inputGradient(0);
    biasTarget = binding.inputGradient(2);
    ofInput = xTarget == null ? null : new DirectInputGradient(binding, primitives, 1);
    ofWeights = DirectWeightGradient.of(binding, primitives, 1);
    boolean readsInput = ofWeights != null || (xTarget != null && rectifies);
    x = readsInput ? binding.inputInBackward(0) : binding.input(0);
    y = binding.output();
    g = binding.gradient();
    forward = new DirectForward(binding, primitives, primitives.forward(), 1);
    rectified = binding.scratch(rectifies ? slices.floats() : 1);
    rectifiedAgain = binding.backwardScratch(rectifies && ofWeights != null ? slices.floats() : 1);
    part = binding.backwardScratch(xTarget == null ? 1 : slices.floats());
    rectifier = new SliceRectifier(slices.floats());
    adding = new FlatAdd(slices.floats());
    tiles = binding.tiles();
  }

  @Override
  public void prepare() {
    forward.prepare();
    if (ofInput != null) ofInput.prepare();
    if (ofWeights != null) ofWeights.prepare();
  }

  @Override
  public void forward() {
    forward.begin();
    for (int i = 0; i < slices.count(); i++) {
      int from = slices.first(i) * inImage;
      if (rectifies) rectifier.rectify(x, from, rectified);
      forward.run(rectifies ? rectified : x, rectifies ? 0 : from, y, slices.first(i) * outImage);
    }
  }

  @Override
  public void backward() {
    if (ofInput != null) ofInput.begin();
    if (ofWeights != null) ofWeights.begin();
    for (int i = 0; i < slices.count(); i++) {
      int from = slices.first(i) * inImage;
      int gFrom = slices.first(i) * outImage;
      if (ofWeights != null) {
        if (rectifies) rectifier.rectify(x, from, rectifiedAgain);
        ofWeights.run(rectifies ? rectifiedAgain : x, rectifies ? 0 : from, g, gFrom);
      }
      if (ofInput != null && xTarget != null) putInput(ofInput, xTarget, from, gFrom);
    }
    if (ofWeights != null) {
      ofWeights.end();
    } else if (biasTarget != null) {
      RowLoops.sum(g, rows, biasTarget, tiles);
    }
  }

  private void putInput(
      DirectInputGradient convolution, GradientTarget gradientTarget, int from, int gFrom) {
    Tensor target = gradientTarget.tensor();
    if (!rectifies && !gradientTarget.adds()) {
      convolution.run(g, gFrom, target, from);
      return;
    }
    convolution.run(g, gFrom, part, 0);
    if (rectifies && gradientTarget.adds()) rectifier.mask(x, from, part);
    if (gradientTarget.adds()) {
      adding.add(target, from, part, 0, target, from);
    } else {
      rectifier.mask(x, from, part, target, from);
    }
  }

  @Override
  public void close() {
    forward.close();
    rectifier.close();
    adding.close();
    if (ofInput != null) ofInput.close();
    if (ofWeights != null) ofWeights.close();
  }
}
