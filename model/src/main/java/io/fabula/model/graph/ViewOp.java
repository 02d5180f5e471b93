package io.fabula.model.graph;

/** The input's elements from some one on under another shape; a view where the plan allows it. */
record ViewOp(String kind, int aliasOffset) implements Op {
  @Override
  public boolean alias() {
    return true;
  }

  @Override
  public Kernel bind(Binding binding) {
    return new CopyKernel(binding, aliasOffset);
  }
}
