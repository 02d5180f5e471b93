package io.fabula.model.graph;

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
    private final @Nullable Sink biasSink;
    private final ConvolutionForward forward;
    private final @Nullable ConvolutionGradient whole;
    private final @Nullable ConvolutionInputGradient inputAlone;
    private final @Nullable ShiftedPlanesGradient shifted;
    private final @Nullable ConvolutionWeightGradient weightsAlone;
    private final Tiles tiles;

    ConvolutionKernel(ConvolutionOp op, Binding binding) {
      Shape w = binding.inputShape(1);
      long[] settings = op.settings(w);
      rows = binding.shape().rows();
      Sink xSink = binding.inputGradient(0);
      Sink weightSink = binding.inputGradient(1);
      biasSink = binding.inputGradient(2);
      boolean turns =
          weightSink == null && ConvolutionInputGradient.applies(w, op.stride, op.padding);
      boolean readsInput = op.rectify || !(xSink != null && turns);
      x = readsInput ? binding.inputInBackward(0) : binding.input(0);
      weight = xSink == null ? binding.input(1) : binding.inputInBackward(1);
      bias = binding.inputInBackward(2);
      y = binding.output();
      g = binding.gradient();
      tiles = binding.tiles();
      forward = new ConvolutionForward(binding, settings, op.rectify);
      whole =
          xSink != null && !turns
              ? new ConvolutionGradient(binding, settings, xSink, op.rectify)
              : null;
      inputAlone =
          xSink != null && turns
              ? new ConvolutionInputGradient(binding, op.padding, xSink, op.rectify)
              : null;
      boolean planes = xSink == null && weightSink != null && op.stride == 1;
      shifted = planes ? new ShiftedPlanesGradient(binding, op.padding) : null;
      weightsAlone =
          xSink == null && weightSink != null && !planes
              ? new ConvolutionWeightGradient(binding, op.stride, op.padding, weightSink)
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
        if (biasSink != null) Rows.sum(g, rows, biasSink, tiles);
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
