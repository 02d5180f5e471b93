package io.fabula.model.graph;

import io.fabula.model.graph.memory.BatchSlices;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.NativeBlock;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import io.fabula.model.graph.onednn.ConvolutionPrimitives;
import io.fabula.model.graph.onednn.FlatAdd;
import io.fabula.model.graph.onednn.PoolingPrimitives;
import io.fabula.model.graph.onednn.Primitive;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/**
 * Max-pooling of a convolution, some images at a time, so that the convolution's own result, the
 * largest tensor of a network, never leaves the cache. Inputs: x, weight, bias.
 */
record PooledConvolutionOp(
    int stride, int padding, int window, int windowStride, int windowPadding, Shape between)
    implements Op {

  /** The pooling of what a convolution gives, of shape {@code between}. */
  static PooledConvolutionOp of(ConvolutionOp convolution, MaxPoolOp pool, Shape between) {
    return new PooledConvolutionOp(
        convolution.stride(),
        convolution.padding(),
        pool.kernel(),
        pool.stride(),
        pool.padding(),
        between);
  }

  @Override
  public String kind() {
    return "conv2d_max_pool";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new PooledKernel(this, binding);
  }

  private static final class PooledKernel implements Kernel {
    private final BatchSlices slices;
    private final int inImage;
    private final int outImage;
    private final int places;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final Tensor between;
    private final Tensor kept;
    private final Tensor ofBetween;
    private final Tensor part;
    private final Tensor scratch;
    private final Tensor backwardScratch;
    private final @Nullable GradientTarget xTarget;
    private final DirectForward forward;
    private final Primitive pooling;
    private final @Nullable Primitive unpooling;
    private final @Nullable DirectInputGradient ofInput;
    private final @Nullable DirectWeightGradient ofWeights;
    private final @Nullable FlatAdd adding;

    PooledKernel(PooledConvolutionOp op, Binding binding) {
      Shape in = binding.inputShape(0);
      Shape out = binding.shape();
      slices = BatchSlices.even(in, op.between);
      int images = slices.largest();
      inImage = in.size() / in.dim(0);
      outImage = out.size() / out.dim(0);
      ConvolutionPrimitives convolution =
          new ConvolutionPrimitives(
              images, in, op.between, binding.inputShape(1), op.stride, op.padding);
      PoolingPrimitives pool =
          new PoolingPrimitives(
              images, op.between, out, op.window, op.windowStride, op.windowPadding);
      boolean trained = binding.differentiated();
      xTarget = binding.inputGradient(0);
      x = binding.inputInBackward(0);
      y = binding.output();
      g = binding.gradient();
      forward = new DirectForward(binding, convolution, convolution.forward(), 1);
      ofInput = xTarget == null ? null : new DirectInputGradient(binding, convolution, 1);
      ofWeights = DirectWeightGradient.of(binding, convolution, 1);
      pooling = pool.forward(trained);
      unpooling = trained ? pool.backward() : null;
      int slice = images * (op.between.size() / op.between.dim(0));
      between = binding.scratch(slice);
      ofBetween = binding.backwardScratch(trained ? slice : 1);
      places = trained ? (int) NativeBlock.aligned(pooling.floats(dnnl.DNNL_ARG_WORKSPACE)) : 0;
      kept = binding.saved(Math.max(1, places * slices.count()));
      boolean adds = xTarget != null && xTarget.adds();
      part = binding.backwardScratch(adds ? slices.floats() : 1);
      adding = adds ? new FlatAdd(slices.floats()) : null;
      scratch = binding.scratch(Math.max(1, pooling.scratchFloats()));
      backwardScratch =
          binding.backwardScratch(unpooling == null ? 1 : Math.max(1, unpooling.scratchFloats()));
    }

    @Override
    public void prepare() {
      forward.prepare();
      if (ofInput != null) ofInput.prepare();
      if (ofWeights != null) ofWeights.prepare();
      pooling.give(dnnl.DNNL_ARG_SRC, between, 0);
      pooling.scratch(scratch);
      if (unpooling == null) return;
      unpooling.give(dnnl.DNNL_ARG_DIFF_SRC, ofBetween, 0);
      unpooling.scratch(backwardScratch);
    }

    @Override
    public void forward() {
      forward.begin();
      for (int i = 0; i < slices.count(); i++) {
        forward.run(x, slices.first(i) * inImage, between, 0);
        pooling.give(dnnl.DNNL_ARG_DST, y, slices.first(i) * outImage);
        if (unpooling != null) pooling.give(dnnl.DNNL_ARG_WORKSPACE, kept, i * places);
        pooling.run();
      }
    }

    @Override
    public void backward() {
      if (unpooling == null) return;
      if (ofInput != null) ofInput.begin();
      if (ofWeights != null) ofWeights.begin();
      for (int i = 0; i < slices.count(); i++) {
        int from = slices.first(i) * inImage;
        unpooling.give(dnnl.DNNL_ARG_DIFF_DST, g, slices.first(i) * outImage);
        unpooling.give(dnnl.DNNL_ARG_WORKSPACE, kept, i * places);
        unpooling.run();
        if (ofWeights != null) ofWeights.run(x, from, ofBetween, 0);
        if (ofInput != null && xTarget != null) putInput(ofInput, xTarget, from);
      }
      if (ofWeights != null) ofWeights.end();
    }

    private void putInput(
        DirectInputGradient convolution, GradientTarget gradientTarget, int from) {
      if (adding == null) {
        convolution.run(ofBetween, 0, gradientTarget.tensor(), from);
      } else {
        convolution.run(ofBetween, 0, part, 0);
        adding.add(gradientTarget.tensor(), from, part, 0, gradientTarget.tensor(), from);
      }
    }

    @Override
    public void close() {
      forward.close();
      pooling.close();
      if (unpooling != null) unpooling.close();
      if (ofInput != null) ofInput.close();
      if (ofWeights != null) ofWeights.close();
      if (adding != null) adding.close();
    }
  }
}
