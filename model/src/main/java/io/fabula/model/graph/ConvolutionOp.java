package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of the input as it is or of max(input, 0): a slice of the batch is rectified just
 * before it is needed, and its gradient just after it was made, so that neither travels through
 * memory. By oneDNN itself, or in plain plans by ND4J's operations.
 */
record ConvolutionOp(int stride, int padding, boolean rectify) implements Op {
  /** The same convolution of max(input, 0). */
  ConvolutionOp rectifying() {
    return new ConvolutionOp(stride, padding, true);
  }

  @Override
  public String kind() {
    return rectify ? "relu_conv2d" : "conv2d";
  }

  @Override
  public Kernel bind(Binding binding) {
    return binding.convolvesDirectly()
        ? new DirectConvolution(binding, stride, padding, rectify)
        : new ConvolutionKernel(this, binding);
  }

  /** Kernel, stride, padding, dilation, then: padding as given, channels last, [out, in, h, w]. */
  private long[] settings(Shape w) {
    return new long[] {w.dim(2), w.dim(3), stride, stride, padding, padding, 1, 1, 0, 1, 1};
  }

  private static final class ConvolutionKernel implements Kernel {
    private final int rows;
    private final Tensor x;
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget biasTarget;
    private final ConvolutionForward forward;
    private final @Nullable ConvolutionGradient whole;
    private final @Nullable ConvolutionInputGradient inputAlone;
    private final @Nullable ShiftedPlanesGradient shifted;
    private final @Nullable ConvolutionWeightGradient weightsAlone;
    private final ScratchBuffers tiles;

    ConvolutionKernel(ConvolutionOp op, Binding binding) {
      Shape w = binding.inputShape(1);
      long[] settings = op.settings(w);
      rows = binding.shape().rows();
      GradientTarget xTarget = binding.inputGradient(0);
      GradientTarget weightTarget = binding.inputGradient(1);
      biasTarget = binding.inputGradient(2);
      boolean turns =
          weightTarget == null && ConvolutionInputGradient.applies(w, op.stride, op.padding);
      boolean readsInput = op.rectify || !(xTarget != null && turns);
      x = readsInput ? binding.inputInBackward(0) : binding.input(0);
      weight = xTarget == null ? binding.input(1) : binding.inputInBackward(1);
      bias = binding.inputInBackward(2);
      y = binding.output();
      g = binding.gradient();
      tiles = binding.tiles();
      forward = new ConvolutionForward(binding, settings, op.rectify);
      whole =
          xTarget != null && !turns
              ? new ConvolutionGradient(binding, settings, xTarget, op.rectify)
              : null;
      inputAlone =
          xTarget != null && turns
              ? new ConvolutionInputGradient(binding, op.padding, xTarget, op.rectify)
              : null;
      boolean planes = xTarget == null && weightTarget != null && op.stride == 1;
      shifted = planes ? new ShiftedPlanesGradient(binding, op.padding) : null;
      weightsAlone =
          xTarget == null && weightTarget != null && !planes
              ? new ConvolutionWeightGradient(binding, op.stride, op.padding, weightTarget)
              : null;
    }

    @Override
    public void prepare() {
      forward.prepare(x, weight, bias, y);
      if (whole != null) whole.prepare(x, weight, bias, g);
      if (inputAlone != null) inputAlone.prepare(g);
    }

    @Override
    public void forward() {
      forward.run(x);
    }

    @Override
    public void backward() {
      if (whole != null) {
        whole.run(x);
      } else if (shifted != null) {
        shifted.run(x, g, tiles);
      } else {
        if (inputAlone != null) inputAlone.run(x, weight);
        if (weightsAlone != null) weightsAlone.run(x, g, tiles);
        if (biasTarget != null) RowLoops.sum(g, rows, biasTarget, tiles);
      }
    }

    @Override
    public void close() {
      forward.close();
      if (whole != null) whole.close();
      if (inputAlone != null) inputAlone.close();
    }
  }
}
