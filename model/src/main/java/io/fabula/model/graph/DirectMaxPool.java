package io.fabula.model.graph;

import io.fabula.model.graph.memory.BatchSlices;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.NativeBlock;
import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import io.fabula.model.graph.onednn.PoolingPrimitives;
import io.fabula.model.graph.onednn.Primitive;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/**
 * Max-pooling by oneDNN itself, a slice of the batch at a time. In training the place of each
 * window's maximum is kept, a byte each, so that the backward pass needs neither input nor output.
 */
final class DirectMaxPool implements Kernel {
  private final BatchSlices slices;
  private final int inImage;
  private final int outImage;
  private final int places;
  private final Tensor x;
  private final Tensor y;
  private final Tensor g;
  private final Tensor kept;
  private final Tensor part;
  private final Tensor scratch;
  private final Tensor backwardScratch;
  private final @Nullable GradientTarget gradientTarget;
  private final Primitive pooling;
  private final @Nullable Primitive gradient;
  private final ScratchBuffers tiles;

  DirectMaxPool(Binding binding, int kernel, int stride, int padding) {
    Shape in = binding.inputShape(0);
    Shape out = binding.shape();
    slices = BatchSlices.even(in, out);
    inImage = in.size() / in.dim(0);
    outImage = out.size() / out.dim(0);
    gradientTarget = binding.inputGradient(0);
    PoolingPrimitives primitives =
        new PoolingPrimitives(slices.largest(), in, out, kernel, stride, padding);
    boolean trained = gradientTarget != null;
    pooling = primitives.forward(trained);
    gradient = trained ? primitives.backward() : null;
    x = binding.input(0);
    y = binding.output();
    g = binding.gradient();
    places = trained ? (int) NativeBlock.aligned(pooling.floats(dnnl.DNNL_ARG_WORKSPACE)) : 0;
    kept = binding.saved(Math.max(1, places * slices.count()));
    part =
        binding.backwardScratch(
            gradientTarget != null && gradientTarget.adds() ? slices.floats() : 1);
    scratch = binding.scratch(Math.max(1, pooling.scratchFloats()));
    backwardScratch =
        binding.backwardScratch(gradient == null ? 1 : Math.max(1, gradient.scratchFloats()));
    tiles = binding.tiles();
  }

  @Override
  public void prepare() {
    pooling.scratch(scratch);
    if (gradient != null) gradient.scratch(backwardScratch);
  }

  @Override
  public void forward() {
    for (int i = 0; i < slices.count(); i++) {
      pooling.give(dnnl.DNNL_ARG_SRC, x, slices.first(i) * inImage);
      pooling.give(dnnl.DNNL_ARG_DST, y, slices.first(i) * outImage);
      if (gradient != null) pooling.give(dnnl.DNNL_ARG_WORKSPACE, kept, i * places);
      pooling.run();
    }
  }

  @Override
  public void backward() {
    if (gradient == null || gradientTarget == null) return;
    for (int i = 0; i < slices.count(); i++) {
      int from = slices.first(i) * inImage;
      gradient.give(dnnl.DNNL_ARG_DIFF_DST, g, slices.first(i) * outImage);
      gradient.give(dnnl.DNNL_ARG_WORKSPACE, kept, i * places);
      gradient.give(
          dnnl.DNNL_ARG_DIFF_SRC,
          gradientTarget.adds() ? part : gradientTarget.tensor(),
          gradientTarget.adds() ? 0 : from);
      gradient.run();
      if (gradientTarget.adds()) OrderedSums.addTo(gradientTarget, from, part, tiles);
    }
  }

  @Override
  public void close() {
    pooling.close();
    if (gradient != null) gradient.close();
  }
}
