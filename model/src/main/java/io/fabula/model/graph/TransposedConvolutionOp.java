package io.fabula.model.graph;

/** A transposed convolution. The weight comes as [in, kernel height, kernel width, out]. */
record TransposedConvolutionOp(int stride, int padding) implements Op {
  @Override
  public String kind() {
    return "conv_transpose2d";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new DirectTransposedConvolution(binding, stride, padding);
  }
}
