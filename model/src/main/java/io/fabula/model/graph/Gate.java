package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A valve for gradients. */
public final class Gate {
  private Gate() {}

  /**
   * The same value, whose gradient is multiplied by a number given from outside: 1 lets it pass, 0
   * stops it. The number may change between two backward passes of one forward pass.
   *
   * @param gate one element
   */
  public static Node apply(Node x, Node gate) {
    if (gate.shape().size() != 1) {
      throw new IllegalArgumentException("a gate must have 1 element, got " + gate);
    }
    return x.graph().add(new Apply(), x.shape(), x, gate);
  }

  private record Apply() implements Op {
    @Override
    public String kind() {
      return "gate";
    }

    @Override
    public boolean passesGradient(int i) {
      return i == 0;
    }

    @Override
    public boolean differentiable(List<Node> inputs) {
      return inputs.get(0).differentiable();
    }

    @Override
    public Kernel bind(Binding binding) {
      return new GateKernel(binding);
    }
  }

  private static final class GateKernel implements Kernel {
    private final Tensor input;
    private final Tensor gate;
    private final Tensor output;
    private final Tensor gradient;
    private final @Nullable GradientTarget gradientTarget;
    private final ScratchBuffers tiles;

    GateKernel(Binding binding) {
      input = binding.input(0);
      gate = binding.inputInBackward(1);
      output = binding.output();
      gradient = binding.gradient();
      gradientTarget = binding.inputGradient(0);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      float[] x = tiles.get(0);
      for (int from = 0; from < output.size(); from += ScratchBuffers.SIZE) {
        int n = Math.min(ScratchBuffers.SIZE, output.size() - from);
        input.load(from, x, n);
        output.store(from, x, n);
      }
    }

    @Override
    public void backward() {
      if (gradientTarget == null) return;
      float[] g = tiles.get(0);
      float[] spare = tiles.get(1);
      gate.load(0, g, 1);
      float factor = g[0];
      for (int from = 0; from < output.size(); from += ScratchBuffers.SIZE) {
        int n = Math.min(ScratchBuffers.SIZE, output.size() - from);
        gradient.load(from, g, n);
        for (int i = 0; i < n; i++) g[i] *= factor;
        gradientTarget.put(from, g, n, spare);
      }
    }
  }
}
