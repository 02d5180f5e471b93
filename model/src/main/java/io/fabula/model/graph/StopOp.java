package io.fabula.model.graph;

import java.util.List;

/** The input's memory, through which no gradient flows. */
record StopOp() implements Op {
  @Override
  public String kind() {
    return "stop_gradient";
  }

  @Override
  public boolean alias() {
    return true;
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
    return new CopyKernel(binding, 0);
  }
}
