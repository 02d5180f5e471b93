package io.fabula.model.graph;

import io.fabula.model.graph.memory.Tensor;
import io.fabula.model.graph.onednn.ArrangedConvolution;
import io.fabula.model.graph.onednn.ConvolutionPrimitives;
import io.fabula.model.graph.onednn.Primitive;
import java.util.function.IntFunction;
import org.bytedeco.dnnl.global.dnnl;

/** A convolution's values, slice by slice. */
final class DirectForward implements AutoCloseable {
  private final ArrangedConvolution convolution;
  private final Tensor bias;

  /**
   * @param convolution closed with this
   * @param weight the node's input that is the weight; the bias follows
   */
  DirectForward(
      Binding binding, ConvolutionPrimitives primitives, Primitive convolution, int weight) {
    this(
        primitives,
        convolution,
        binding.input(weight),
        binding.input(weight + 1),
        binding::scratch);
  }

  /**
   * @param convolution closed with this
   * @param memory gives tensors that live while this runs
   */
  DirectForward(
      ConvolutionPrimitives primitives,
      Primitive convolution,
      Tensor weight,
      Tensor bias,
      IntFunction<Tensor> memory) {
    this.convolution = new ArrangedConvolution(primitives, convolution, weight, memory);
    this.bias = bias;
  }

  void prepare() {
    convolution.prepare();
    convolution.give(dnnl.DNNL_ARG_BIAS, bias, 0);
  }

  /** To be called once per run, before all slices. */
  void begin() {
    convolution.arrange();
  }

  /** One slice, from an element of x to an element of y. */
  void run(Tensor x, int from, Tensor y, int to) {
    convolution.give(dnnl.DNNL_ARG_SRC, x, from);
    convolution.give(dnnl.DNNL_ARG_DST, y, to);
    convolution.run();
  }

  /** One slice with something added, for {@link ConvolutionPrimitives#forwardAdding}. */
  void run(Tensor x, int from, Tensor added, int addedFrom, Tensor y, int to) {
    convolution.give(ConvolutionPrimitives.ADDED, added, addedFrom);
    run(x, from, y, to);
  }

  @Override
  public void close() {
    convolution.close();
  }
}
