package io.fabula.model.graph;

import io.fabula.model.graph.memory.Tensor;
import io.fabula.model.graph.onednn.ArrangedConvolution;
import io.fabula.model.graph.onednn.ConvolutionPrimitives;
import java.util.function.IntFunction;
import org.bytedeco.dnnl.global.dnnl;

/** The gradient of a convolution's input, slice by slice. */
final class DirectInputGradient implements AutoCloseable {
  private final ArrangedConvolution convolution;

  /**
   * @param weight the node's input that is the weight
   */
  DirectInputGradient(Binding binding, ConvolutionPrimitives primitives, int weight) {
    this(primitives, binding.inputInBackward(weight), binding::backwardScratch);
  }

  /**
   * @param memory gives tensors that live while this runs
   */
  DirectInputGradient(ConvolutionPrimitives primitives, Tensor weight, IntFunction<Tensor> memory) {
    convolution = new ArrangedConvolution(primitives, primitives.inputGradient(), weight, memory);
  }

  void prepare() {
    convolution.prepare();
  }

  /** To be called once per run, before all slices. */
  void begin() {
    convolution.arrange();
  }

  /** One slice, from an element of the output's gradient to one of the input's. */
  void run(Tensor g, int from, Tensor d, int to) {
    convolution.give(dnnl.DNNL_ARG_DIFF_DST, g, from);
    convolution.give(dnnl.DNNL_ARG_DIFF_SRC, d, to);
    convolution.run();
  }

  @Override
  public void close() {
    convolution.close();
  }
}
