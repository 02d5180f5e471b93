package io.fabula.model.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A convolution by ND4J's oneDNN kernels. */
record ConvolutionOp(int stride, int padding) implements Op {
  @Override
  public String kind() {
    return "conv2d";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new ConvolutionKernel(this, binding);
  }

  /** Kernel, stride, padding, dilation, then: padding as given, channels last, [out, in, h, w]. */
  private long[] settings(Shape w) {
    return new long[] {w.dim(2), w.dim(3), stride, stride, padding, padding, 1, 1, 0, 1, 1};
  }

  private static final class ConvolutionKernel implements Kernel {
    private final long[] settings;
    private final Shape xShape;
    private final Shape wShape;
    private final Shape yShape;
    private final Tensor x;
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable Sink biasSink;
    private final @Nullable ConvolutionGradient whole;
    private final @Nullable ConvolutionInputGradient inputAlone;
    private final @Nullable ShiftedPlanesGradient shifted;
    private final @Nullable ConvolutionWeightGradient weightsAlone;
    private final Tiles tiles;
    private @Nullable NativeOp forward;

    ConvolutionKernel(ConvolutionOp op, Binding binding) {
      xShape = binding.inputShape(0);
      wShape = binding.inputShape(1);
      yShape = binding.shape();
      settings = op.settings(wShape);
      Sink xSink = binding.inputGradient(0);
      Sink weightSink = binding.inputGradient(1);
      biasSink = binding.inputGradient(2);
      x = weightSink == null ? binding.input(0) : binding.inputInBackward(0);
      weight = xSink == null ? binding.input(1) : binding.inputInBackward(1);
      bias = binding.inputInBackward(2);
      y = binding.output();
      g = binding.gradient();
      tiles = binding.tiles();
      boolean turns = ConvolutionInputGradient.applies(wShape, op.stride, op.padding);
      if (xSink != null && weightSink == null && turns) {
        inputAlone = new ConvolutionInputGradient(binding, op.padding, xSink);
        shifted = null;
        weightsAlone = null;
        whole = null;
      } else if (xSink != null) {
        binding.inputInBackward(0);
        inputAlone = null;
        shifted = null;
        weightsAlone = null;
        whole = new ConvolutionGradient(binding, settings, xSink);
      } else {
        inputAlone = null;
        boolean steps = op.stride == 1 && weightSink != null;
        shifted = steps ? new ShiftedPlanesGradient(binding, op.padding) : null;
        weightsAlone =
            weightSink == null || steps
                ? null
                : new ConvolutionWeightGradient(binding, op.stride, op.padding, weightSink);
        whole = null;
      }
    }

    @Override
    public void prepare() {
      forward =
          new NativeOp(
              "conv2d",
              List.of(x.array(xShape), weight.array(wShape), bias.array(Shape.of(wShape.dim(0)))),
              List.of(y.array(yShape)),
              settings);
      if (whole != null) whole.prepare(x, weight, bias, g);
      if (inputAlone != null) inputAlone.prepare(g);
    }

    @Override
    public void forward() {
      if (forward != null) forward.run();
    }

    @Override
    public void backward() {
      if (whole != null) {
        whole.run();
        return;
      }
      if (shifted != null) {
        shifted.run(x, g, tiles);
        return;
      }
      if (inputAlone != null) inputAlone.run(weight);
      if (weightsAlone != null) weightsAlone.run(x, g, tiles);
      if (biasSink != null) Rows.sum(g, yShape.rows(), biasSink, tiles);
    }

    @Override
    public void close() {
      if (forward != null) forward.close();
      if (whole != null) whole.close();
      if (inputAlone != null) inputAlone.close();
    }
  }
}
