package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
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
    private final Node node;
    private final int rows;
    private final Tensor x;
    private final Tensor weight;
    private final @Nullable Tensor bias;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget xTarget;
    private final @Nullable GradientTarget weightTarget;
    private final @Nullable GradientTarget biasTarget;
    private final @Nullable SharedWeight shared;
    private final MatrixProduct forward;
    private final @Nullable MatrixProduct ofInput;
    private final @Nullable MatrixProduct ofWeight;
    private final ScratchBuffers tiles;

    DenseKernel(Binding binding, boolean withBias) {
      int in = binding.inputShape(0).last();
      int out = binding.shape().last();
      node = binding.node();
      rows = binding.shape().rows();
      xTarget = binding.inputGradient(0);
      weightTarget = binding.inputGradient(1);
      biasTarget = withBias ? binding.inputGradient(2) : null;
      x = weightTarget != null ? binding.inputInBackward(0) : binding.input(0);
      weight = xTarget != null ? binding.inputInBackward(1) : binding.input(1);
      bias = withBias ? binding.input(2) : null;
      y = binding.output();
      g = binding.gradient();
      tiles = binding.tiles();
      forward =
          new MatrixProduct(
              binding,
              new MatrixProduct.Kind(false, true, 1, rows, out, in, false, withBias),
              binding::scratch);
      ofInput =
          xTarget == null
              ? null
              : new MatrixProduct(
                  binding,
                  new MatrixProduct.Kind(false, false, rows, in, out, xTarget.adds()),
                  binding::backwardScratch);
      shared = weightTarget == null ? null : binding.sharedWeight();
      if (shared != null && weightTarget != null) shared.bind(binding, weightTarget);
      ofWeight =
          weightTarget == null || shared != null
              ? null
              : new MatrixProduct(
                  binding,
                  new MatrixProduct.Kind(true, false, out, in, rows, weightTarget.adds()),
                  binding::backwardScratch);
    }

    @Override
    public void prepare() {
      if (bias == null) {
        forward.prepare(x, weight, y);
      } else {
        forward.prepare(x, weight, bias, y);
      }
      if (ofInput != null && xTarget != null) ofInput.prepare(g, weight, xTarget.tensor());
      if (weightTarget == null) return;
      if (ofWeight != null) ofWeight.prepare(g, x, weightTarget.tensor());
      if (shared != null) shared.prepare(node, weightTarget);
    }

    @Override
    public void forward() {
      forward.run();
    }

    @Override
    public void backward() {
      if (ofInput != null) ofInput.run();
      if (ofWeight != null) ofWeight.run();
      if (shared != null) shared.add(node, x, g);
      if (biasTarget != null) RowLoops.sum(g, rows, biasTarget, tiles);
    }

    @Override
    public void close() {
      forward.close();
      if (ofInput != null) ofInput.close();
      if (ofWeight != null) ofWeight.close();
      if (shared != null) shared.close(node);
    }
  }
}
