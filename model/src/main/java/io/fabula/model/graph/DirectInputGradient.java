package io.fabula.model.graph;

import java.util.function.IntFunction;
import org.bytedeco.dnnl.global.dnnl;

/** The gradient of a convolution's input, slice by slice. */
final class DirectInputGradient implements AutoCloseable {
  private final Primitive convolution;
  private final Primitive arranging;
  private final Tensor weight;
  private final Tensor arranged;
  private final Tensor scratch;

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
    this.weight = weight;
    convolution = primitives.inputGradient();
    arranging = primitives.fromPlain(convolution);
    arranged = memory.apply(convolution.floats(dnnl.DNNL_ARG_WEIGHTS));
    scratch = memory.apply(Math.max(1, convolution.scratchFloats()));
  }

  void prepare() {
    arranging.give(dnnl.DNNL_ARG_SRC, weight.pointer());
    arranging.give(dnnl.DNNL_ARG_DST, arranged.pointer());
    convolution.give(dnnl.DNNL_ARG_WEIGHTS, arranged.pointer());
    convolution.scratch(scratch);
  }

  /** To be called once per run, before all slices. */
  void begin() {
    arranging.run();
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
    arranging.close();
  }
}
