package io.fabula.model.graph;

import org.jspecify.annotations.Nullable;

/** {@code y = x W^T (+ b)}. */
record DenseOp(boolean withBias) implements Op {
  @Override
  public String kind() {
    return "dense";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new DenseKernel(binding, withBias);
  }

  private static final class DenseKernel implements Kernel {
    private final int rows;
    private final int in;
    private final int out;
    private final Tensor x;
    private final Tensor weight;
    private final @Nullable Tensor bias;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable Sink xSink;
    private final @Nullable Sink weightSink;
    private final @Nullable Sink biasSink;
    private final Tiles tiles;

    DenseKernel(Binding binding, boolean withBias) {
      in = binding.inputShape(0).last();
      out = binding.shape().last();
      rows = binding.shape().rows();
      xSink = binding.inputGradient(0);
      weightSink = binding.inputGradient(1);
      biasSink = withBias ? binding.inputGradient(2) : null;
      x = weightSink != null ? binding.inputInBackward(0) : binding.input(0);
      weight = xSink != null ? binding.inputInBackward(1) : binding.input(1);
      bias = withBias ? binding.input(2) : null;
      y = binding.output();
      g = binding.gradient();
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      float beta = 0f;
      if (bias != null) {
        Rows.repeat(bias, y, rows, tiles);
        beta = 1f;
      }
      Gemm.multiply(false, true, rows, out, in, x.pointer(), weight.pointer(), beta, y.pointer());
    }

    @Override
    public void backward() {
      if (xSink != null) {
        Gemm.multiply(
            false,
            false,
            rows,
            in,
            out,
            g.pointer(),
            weight.pointer(),
            xSink.beta(),
            xSink.tensor().pointer());
      }
      if (weightSink != null) {
        Gemm.multiply(
            true,
            false,
            out,
            in,
            rows,
            g.pointer(),
            x.pointer(),
            weightSink.beta(),
            weightSink.tensor().pointer());
      }
      if (biasSink != null) Rows.sum(g, rows, biasSink, tiles);
    }
  }
}
