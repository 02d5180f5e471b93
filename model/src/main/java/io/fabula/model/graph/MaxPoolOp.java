package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Max-pooling by oneDNN itself, or in plain plans by ND4J's operations. */
record MaxPoolOp(int kernel, int stride, int padding) implements Op {
  @Override
  public String kind() {
    return "max_pool";
  }

  @Override
  public Kernel bind(Binding binding) {
    return binding.convolvesDirectly()
        ? new DirectMaxPool(binding, kernel, stride, padding)
        : new MaxPoolKernel(this, binding);
  }

  private static final class MaxPoolKernel implements Kernel {
    private final long[] settings;
    private final Shape in;
    private final Shape out;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable GradientTarget gradientTarget;
    private final Tensor xGradient;
    private final ScratchBuffers tiles;
    private @Nullable NativeOp forward;
    private @Nullable NativeOp backward;

    MaxPoolKernel(MaxPoolOp op, Binding binding) {
      long k = op.kernel;
      settings = new long[] {k, k, op.stride, op.stride, op.padding, op.padding, 1, 1, 0, 0, 1};
      in = binding.inputShape(0);
      out = binding.shape();
      x = binding.inputInBackward(0);
      y = binding.output();
      g = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      xGradient = binding.overwriteTarget(gradientTarget, in.size());
      tiles = binding.tiles();
    }

    @Override
    public void prepare() {
      forward = new NativeOp("maxpool2d", List.of(x.array(in)), List.of(y.array(out)), settings);
      if (gradientTarget != null) {
        backward =
            new NativeOp(
                "maxpool2d_bp",
                List.of(x.array(in), g.array(out)),
                List.of(xGradient.array(in)),
                settings);
      }
    }

    @Override
    public void forward() {
      if (forward != null) forward.run();
    }

    @Override
    public void backward() {
      if (backward == null || gradientTarget == null) return;
      backward.run();
      if (gradientTarget.adds()) OrderedSums.addTo(gradientTarget, xGradient, tiles);
    }

    @Override
    public void close() {
      if (forward != null) forward.close();
      if (backward != null) backward.close();
    }
  }
}
