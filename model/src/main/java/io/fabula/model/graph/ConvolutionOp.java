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
    private final @Nullable Sink xSink;
    private final @Nullable Sink weightSink;
    private final @Nullable Sink biasSink;
    private final Tensor xGradient;
    private final Tensor weightGradient;
    private final Tensor biasGradient;
    private final @Nullable ConvolutionWeightGradient weightsAlone;
    private final Tiles tiles;
    private @Nullable NativeOp forward;
    private @Nullable NativeOp backward;

    ConvolutionKernel(ConvolutionOp op, Binding binding) {
      xShape = binding.inputShape(0);
      wShape = binding.inputShape(1);
      yShape = binding.shape();
      int kernelHeight = wShape.dim(2);
      int kernelWidth = wShape.dim(3);
      settings =
          new long[] {
            kernelHeight, kernelWidth, op.stride, op.stride, op.padding, op.padding, 1, 1, 0, 1, 1
          };
      xSink = binding.inputGradient(0);
      weightSink = binding.inputGradient(1);
      biasSink = binding.inputGradient(2);
      x = binding.inputInBackward(0);
      weight = binding.inputInBackward(1);
      bias = binding.inputInBackward(2);
      y = binding.output();
      g = binding.gradient();
      Sink weights = weightSink;
      weightsAlone =
          xSink == null && weights != null
              ? new ConvolutionWeightGradient(binding, op.stride, op.padding, weights)
              : null;
      xGradient = binding.landing(xSink, xShape.size());
      weightGradient = binding.backwardScratch(xSink == null ? 1 : wShape.size());
      biasGradient = binding.backwardScratch(xSink == null ? 1 : wShape.dim(0));
      tiles = binding.tiles();
    }

    @Override
    public void prepare() {
      Shape biasShape = Shape.of(wShape.dim(0));
      forward =
          new NativeOp(
              "conv2d",
              List.of(x.array(xShape), weight.array(wShape), bias.array(biasShape)),
              List.of(y.array(yShape)),
              settings);
      if (xSink != null) {
        backward =
            new NativeOp(
                "conv2d_bp",
                List.of(
                    x.array(xShape), weight.array(wShape), bias.array(biasShape), g.array(yShape)),
                List.of(
                    xGradient.array(xShape),
                    weightGradient.array(wShape),
                    biasGradient.array(biasShape)),
                settings);
      }
    }

    @Override
    public void forward() {
      if (forward != null) forward.run();
    }

    @Override
    public void backward() {
      if (weightsAlone != null) {
        weightsAlone.run(x, g, tiles);
      } else if (backward != null) {
        backward.run();
        if (xSink != null && xSink.adds()) Sums.addTo(xSink, xGradient, tiles);
        if (weightSink != null) Sums.addTo(weightSink, weightGradient, tiles);
      }
      if (biasSink == null) return;
      if (xSink == null) {
        Rows.sum(g, yShape.rows(), biasSink, tiles);
      } else {
        Sums.addTo(biasSink, biasGradient, tiles);
      }
    }

    @Override
    public void close() {
      if (forward != null) forward.close();
      if (backward != null) backward.close();
    }
  }
}
