package io.fabula.model.graph;

import io.fabula.model.graph.memory.BatchSlices;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a convolution's input alone, as frozen networks need it: for stride 1 it is
 * itself a convolution, with the kernels turned around and the channels exchanged.
 */
final class ConvolutionInputGradient implements AutoCloseable {
  private final Shape in;
  private final Shape out;
  private final Shape weights;
  private final int padding;
  private final boolean rectify;
  private final GradientTarget gradientTarget;
  private final Tensor target;
  private final Tensor turned;
  private final Tensor noBias;
  private final ScratchBuffers tiles;
  private @Nullable NativeOp convolution;

  ConvolutionInputGradient(
      Binding binding, int padding, GradientTarget gradientTarget, boolean rectify) {
    this.padding = padding;
    this.rectify = rectify;
    this.gradientTarget = gradientTarget;
    in = binding.inputShape(0);
    weights = binding.inputShape(1);
    out = binding.shape();
    target =
        rectify
            ? binding.backwardScratch(in.size())
            : binding.overwriteTarget(gradientTarget, in.size());
    turned = binding.backwardScratch(weights.size());
    noBias = binding.backwardScratch(weights.dim(1));
    tiles = binding.tiles();
  }

  /** Whether the gradient can be computed this way. */
  static boolean applies(Shape weights, int stride, int padding) {
    return stride == 1 && weights.dim(2) == weights.dim(3) && padding < weights.dim(2);
  }

  void prepare(Tensor g) {
    long k = weights.dim(2);
    long p = k - 1 - padding;
    Shape turnedShape = Shape.of(weights.dim(1), weights.dim(0), weights.dim(2), weights.dim(3));
    convolution =
        new NativeOp(
            "conv2d",
            List.of(
                g.array(out), turned.array(turnedShape), noBias.array(Shape.of(weights.dim(1)))),
            List.of(target.array(in)),
            k,
            k,
            1,
            1,
            p,
            p,
            1,
            1,
            0,
            1,
            1);
  }

  void run(Tensor x, Tensor weight) {
    turn(weight);
    new ZeroKernel(noBias, tiles).backward();
    if (convolution != null) convolution.run();
    if (rectify) {
      BatchSlices.whole(in).putWherePositive(x, 0, target, gradientTarget, tiles);
    } else if (gradientTarget.adds()) {
      OrderedSums.addTo(gradientTarget, target, tiles);
    }
  }

  private void turn(Tensor weight) {
    int outs = weights.dim(0);
    int ins = weights.dim(1);
    int taps = weights.dim(2) * weights.dim(3);
    float[] from = tiles.get(0, weights.size());
    float[] to = tiles.get(1, weights.size());
    weight.load(0, from, weights.size());
    for (int o = 0; o < outs; o++) {
      for (int i = 0; i < ins; i++) {
        for (int k = 0; k < taps; k++) {
          to[(i * outs + o) * taps + taps - 1 - k] = from[(o * ins + i) * taps + k];
        }
      }
    }
    turned.store(0, to, weights.size());
  }

  @Override
  public void close() {
    if (convolution != null) convolution.close();
  }
}
