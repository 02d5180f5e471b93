package io.fabula.model.graph;

import io.fabula.model.graph.memory.BatchSlices;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value of a convolution, of its input as it is or rectified slice by slice. */
final class ConvolutionForward implements AutoCloseable {
  private final Shape in;
  private final Shape out;
  private final Shape weights;
  private final long[] settings;
  private final BatchSlices slices;
  private final @Nullable Tensor rectified;
  private final List<NativeOp> ops = new ArrayList<>();
  private final ScratchBuffers tiles;

  ConvolutionForward(Binding binding, long[] settings, boolean rectify) {
    this.settings = settings;
    in = binding.inputShape(0);
    weights = binding.inputShape(1);
    out = binding.shape();
    slices = new BatchSlices(in, out);
    rectified = rectify ? binding.scratch(slices.floats()) : null;
    tiles = binding.tiles();
  }

  void prepare(Tensor x, Tensor weight, Tensor bias, Tensor y) {
    if (rectified == null) {
      ops.add(op(x, in, weight, bias, y, out, 0));
      return;
    }
    int outImage = out.size() / out.dim(0);
    for (int i = 0; i < slices.count(); i++) {
      Shape from = in.with(0, slices.images(i));
      Shape to = out.with(0, slices.images(i));
      ops.add(op(rectified, from, weight, bias, y, to, slices.first(i) * outImage));
    }
  }

  private NativeOp op(
      Tensor x, Shape from, Tensor weight, Tensor bias, Tensor y, Shape to, int at) {
    return new NativeOp(
        "conv2d",
        List.of(x.array(from), weight.array(weights), bias.array(Shape.of(weights.dim(0)))),
        List.of(y.array(to, at)),
        settings);
  }

  void run(Tensor x) {
    for (int i = 0; i < ops.size(); i++) {
      if (rectified != null) slices.rectify(x, i, rectified, tiles);
      ops.get(i).run();
    }
  }

  @Override
  public void close() {
    for (NativeOp op : ops) op.close();
  }
}
