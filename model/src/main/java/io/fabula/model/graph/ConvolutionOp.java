package io.fabula.model.graph;

/**
 * A convolution of the input as it is or of max(input, 0): a slice of the batch is rectified just
 * before it is needed, and its gradient just after it was made, so that neither travels through
 * memory.
 */
record ConvolutionOp(int stride, int padding, boolean rectify) implements Op {
  /** The same convolution of max(input, 0). */
  ConvolutionOp rectifying() {
    return new ConvolutionOp(stride, padding, true);
  }

  @Override
  public String kind() {
    return rectify ? "relu_conv2d" : "conv2d";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new DirectConvolution(binding, stride, padding, rectify);
  }
}
