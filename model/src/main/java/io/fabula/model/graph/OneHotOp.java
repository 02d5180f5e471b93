package io.fabula.model.graph;

import io.fabula.model.graph.memory.Tensor;
import java.util.List;

/** One-hot rows from indices. */
record OneHotOp() implements Op {
  @Override
  public String kind() {
    return "one_hot";
  }

  @Override
  public boolean differentiable(List<Node> inputs) {
    return false;
  }

  @Override
  public boolean passesGradient(int i) {
    return false;
  }

  @Override
  public Kernel bind(Binding binding) {
    Tensor index = binding.input(0);
    Tensor y = binding.output();
    int width = binding.shape().last();
    ZeroKernel zero = new ZeroKernel(y, binding.tiles());
    String name = binding.node().name();
    return new Kernel() {
      @Override
      public void forward() {
        zero.backward();
        for (int i = 0; i < index.size(); i++) {
          int k = Selection.index(name, index.buffer().get(i), width);
          y.buffer().put(i * width + k, 1f);
        }
      }

      @Override
      public void backward() {}
    };
  }
}
