package io.fabula.model.graph;

/** Max-pooling over windows; padded elements never win. */
record MaxPoolOp(int kernel, int stride, int padding) implements Op {
  @Override
  public String kind() {
    return "max_pool";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new DirectMaxPool(binding, kernel, stride, padding);
  }
}
