package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.NativeBlock;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import io.fabula.model.graph.onednn.ConvolutionPrimitives;
import io.fabula.model.graph.onednn.FlatAdd;
import io.fabula.model.graph.onednn.Primitive;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of a convolution's weight and bias, summed over slices in oneDNN's layout, then
 * brought to PyTorch's.
 */
final class DirectWeightGradient implements AutoCloseable {
  private final Primitive convolution;
  private final Primitive toPlain;
  private final FlatAdd adding;
  private final GradientTarget weightTarget;
  private final @Nullable GradientTarget biasTarget;
  private final int outs;
  private final int biasAt;
  private final Tensor sum;
  private final Tensor part;
  private final Tensor scratch;
  private final ScratchBuffers tiles;
  private boolean first = true;

  DirectWeightGradient(
      Binding binding,
      ConvolutionPrimitives primitives,
      GradientTarget weightTarget,
      @Nullable GradientTarget biasTarget) {
    this.weightTarget = weightTarget;
    this.biasTarget = biasTarget;
    convolution = primitives.weightGradient();
    toPlain = primitives.toPlain(convolution, weightTarget.adds());
    outs = primitives.weights().dim(0);
    biasAt = (int) NativeBlock.aligned(convolution.floats(dnnl.DNNL_ARG_DIFF_WEIGHTS));
    adding = new FlatAdd(biasAt + outs);
    sum = binding.backwardScratch(biasAt + outs);
    part = binding.backwardScratch(biasAt + outs);
    scratch = binding.backwardScratch(Math.max(1, convolution.scratchFloats()));
    tiles = binding.tiles();
  }

  /**
   * The gradients' computation; null if the plan does not want the weight's.
   *
   * @param weight the node's input that is the weight; the bias follows
   */
  static @Nullable DirectWeightGradient of(
      Binding binding, ConvolutionPrimitives primitives, int weight) {
    GradientTarget gradientTarget = binding.inputGradient(weight);
    if (gradientTarget == null) return null;
    return new DirectWeightGradient(
        binding, primitives, gradientTarget, binding.inputGradient(weight + 1));
  }

  void prepare() {
    convolution.scratch(scratch);
    toPlain.give(dnnl.DNNL_ARG_SRC, sum.pointer());
    toPlain.give(dnnl.DNNL_ARG_DST, weightTarget.tensor().pointer());
  }

  /** To be called once per run, before all slices. */
  void begin() {
    first = true;
  }

  /** One slice, of the input from an element on and the output's gradient from an element on. */
  void run(Tensor x, int xFrom, Tensor g, int gFrom) {
    Tensor target = first ? sum : part;
    convolution.give(dnnl.DNNL_ARG_SRC, x, xFrom);
    convolution.give(dnnl.DNNL_ARG_DIFF_DST, g, gFrom);
    convolution.give(dnnl.DNNL_ARG_DIFF_WEIGHTS, target, 0);
    convolution.give(dnnl.DNNL_ARG_DIFF_BIAS, target, biasAt);
    convolution.run();
    if (!first) adding.add(sum, 0, part, 0, sum, 0);
    first = false;
  }

  /** To be called once per run, after all slices. */
  void end() {
    toPlain.run();
    if (biasTarget == null) return;
    float[] bias = tiles.get(0, outs);
    sum.load(biasAt, bias, outs);
    biasTarget.put(0, bias, outs, tiles.get(1, outs));
  }

  @Override
  public void close() {
    convolution.close();
    toPlain.close();
    adding.close();
  }
}
