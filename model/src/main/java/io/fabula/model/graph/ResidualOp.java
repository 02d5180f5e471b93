package io.fabula.model.graph;

import io.fabula.model.graph.memory.BatchSlices;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import io.fabula.model.graph.onednn.ConvolutionPrimitives;
import io.fabula.model.graph.onednn.FlatAdd;
import io.fabula.model.graph.onednn.SliceRectifier;
import org.jspecify.annotations.Nullable;

/**
 * A residual part, x + conv(relu(conv(relu(x)))), a slice of the batch at a time through all of it,
 * so that what lies between stays in the cache. Inputs: x, first weight and bias, second weight and
 * bias; both convolutions have stride 1 and keep the shape.
 */
record ResidualOp(int padding) implements Op {
  private static final int FIRST = 1;
  private static final int SECOND = 3;

  @Override
  public String kind() {
    return "residual";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new ResidualKernel(binding, padding);
  }

  private static final class ResidualKernel implements Kernel {
    private final BatchSlices slices;
    private final int image;
    private final Tensor x;
    private final Tensor y;
    private final Tensor g;
    private final Tensor rectified;
    private final Tensor middle;
    private final boolean middleKept;
    private final Tensor rectifiedAgain;
    private final Tensor ofMiddle;
    private final Tensor ofX;
    private final @Nullable GradientTarget xTarget;
    private final SliceRectifier rectifier;
    private final FlatAdd adding;
    private final DirectForward first;
    private final DirectForward second;
    private final DirectInputGradient throughSecond;
    private final @Nullable DirectInputGradient throughFirst;
    private final @Nullable DirectWeightGradient ofFirst;
    private final @Nullable DirectWeightGradient ofSecond;

    ResidualKernel(Binding binding, int padding) {
      Shape shape = binding.shape();
      slices = BatchSlices.even(shape, shape);
      image = shape.size() / shape.dim(0);
      ConvolutionPrimitives primitives =
          new ConvolutionPrimitives(
              slices.largest(), shape, shape, binding.inputShape(FIRST), 1, padding);
      int slice = slices.floats();
      middleKept = binding.differentiated();
      xTarget = binding.inputGradient(0);
      x = binding.inputInBackward(0);
      y = binding.output();
      g = binding.gradient();
      first = new DirectForward(binding, primitives, primitives.forwardRelu(), FIRST);
      second = new DirectForward(binding, primitives, primitives.forwardAdding(), SECOND);
      ofFirst = DirectWeightGradient.of(binding, primitives, FIRST);
      ofSecond = DirectWeightGradient.of(binding, primitives, SECOND);
      throughSecond = new DirectInputGradient(binding, primitives, SECOND);
      throughFirst = xTarget == null ? null : new DirectInputGradient(binding, primitives, FIRST);
      rectified = binding.scratch(slice);
      middle = middleKept ? binding.saved(shape.size()) : binding.scratch(slice);
      rectifiedAgain = binding.backwardScratch(ofFirst == null ? 1 : slice);
      ofMiddle = binding.backwardScratch(slice);
      ofX = binding.backwardScratch(xTarget == null ? 1 : slice);
      rectifier = new SliceRectifier(slice);
      adding = new FlatAdd(slice);
    }

    @Override
    public void prepare() {
      first.prepare();
      second.prepare();
      throughSecond.prepare();
      if (throughFirst != null) throughFirst.prepare();
      if (ofFirst != null) ofFirst.prepare();
      if (ofSecond != null) ofSecond.prepare();
    }

    @Override
    public void forward() {
      first.begin();
      second.begin();
      for (int i = 0; i < slices.count(); i++) {
        int from = slices.first(i) * image;
        int at = middleKept ? from : 0;
        rectifier.rectify(x, from, rectified);
        first.run(rectified, 0, middle, at);
        second.run(middle, at, x, from, y, from);
      }
    }

    @Override
    public void backward() {
      throughSecond.begin();
      if (throughFirst != null) throughFirst.begin();
      if (ofFirst != null) ofFirst.begin();
      if (ofSecond != null) ofSecond.begin();
      for (int i = 0; i < slices.count(); i++) slice(slices.first(i) * image);
      if (ofFirst != null) ofFirst.end();
      if (ofSecond != null) ofSecond.end();
    }

    private void slice(int from) {
      if (ofSecond != null) ofSecond.run(middle, from, g, from);
      throughSecond.run(g, from, ofMiddle, 0);
      rectifier.mask(middle, from, ofMiddle);
      if (ofFirst != null) {
        rectifier.rectify(x, from, rectifiedAgain);
        ofFirst.run(rectifiedAgain, 0, ofMiddle, 0);
      }
      if (throughFirst == null || xTarget == null) return;
      throughFirst.run(ofMiddle, 0, ofX, 0);
      rectifier.mask(x, from, ofX);
      Tensor target = xTarget.tensor();
      if (xTarget.adds()) {
        adding.add(ofX, 0, g, from, ofX, 0);
        adding.add(target, from, ofX, 0, target, from);
      } else {
        adding.add(ofX, 0, g, from, target, from);
      }
    }

    @Override
    public void close() {
      first.close();
      second.close();
      throughSecond.close();
      rectifier.close();
      adding.close();
      if (throughFirst != null) throughFirst.close();
      if (ofFirst != null) ofFirst.close();
      if (ofSecond != null) ofSecond.close();
    }
  }
}
