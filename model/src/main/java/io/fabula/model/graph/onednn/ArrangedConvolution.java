package io.fabula.model.graph.onednn;

import io.fabula.model.graph.memory.Tensor;
import java.util.function.IntFunction;
import org.bytedeco.dnnl.global.dnnl;

/** A convolution in either direction with its weights brought to the layout that oneDNN wants. */
public final class ArrangedConvolution implements AutoCloseable {
  private final Primitive convolution;
  private final Primitive arranging;
  private final Tensor weight;
  private final Tensor arranged;
  private final Tensor scratch;

  /**
   * @param convolution closed with this
   * @param memory gives tensors that live while this runs
   */
  public ArrangedConvolution(
      ConvolutionPrimitives primitives,
      Primitive convolution,
      Tensor weight,
      IntFunction<Tensor> memory) {
    this.convolution = convolution;
    this.weight = weight;
    arranging = primitives.fromPlain(convolution);
    arranged = memory.apply(convolution.floats(dnnl.DNNL_ARG_WEIGHTS));
    scratch = memory.apply(Math.max(1, convolution.scratchFloats()));
  }

  public void prepare() {
    arranging.give(dnnl.DNNL_ARG_SRC, weight.pointer());
    arranging.give(dnnl.DNNL_ARG_DST, arranged.pointer());
    convolution.give(dnnl.DNNL_ARG_WEIGHTS, arranged.pointer());
    convolution.scratch(scratch);
  }

  /** To be called once per run, before all slices. */
  public void arrange() {
    arranging.run();
  }

  /** Says where an argument lies from now on: from an element of a tensor on. */
  public void give(int argument, Tensor tensor, int from) {
    convolution.give(argument, tensor, from);
  }

  public void run() {
    convolution.run();
  }

  @Override
  public void close() {
    convolution.close();
    arranging.close();
  }
}
