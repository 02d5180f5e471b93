package io.fabula.model.graph;

/** The input's memory from some element on under another shape. */
record ViewOp(String kind, int aliasOffset) implements Op {
  @Override
  public boolean alias() {
    return true;
  }

  @Override
  public Kernel bind(Binding binding) {
    throw new IllegalStateException(kind + " has no kernel");
  }
}
