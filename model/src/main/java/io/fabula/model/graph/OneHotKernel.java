package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Turns each row into a one-hot row; the gradient passes unchanged to one of the inputs. */
abstract class OneHotKernel implements Kernel {
  private final int rows;
  private final int width;
  private final Tensor x;
  private final Tensor y;
  private final Tensor g;
  private final @Nullable GradientTarget gradientTarget;
  private final ScratchBuffers tiles;

  OneHotKernel(Binding binding, int through) {
    rows = binding.shape().rows();
    width = binding.shape().last();
    x = binding.input(0);
    y = binding.output();
    g = binding.gradient();
    gradientTarget = binding.inputGradient(through);
    tiles = binding.tiles();
  }

  /** The class of row {@code i}. */
  abstract int index(float[] row, int width, int i);

  @Override
  public final void forward() {
    float[] row = tiles.get(0, width);
    float[] out = tiles.get(1, width);
    for (int i = 0; i < rows; i++) {
      x.load(i * width, row, width);
      Arrays.fill(out, 0, width, 0f);
      out[index(row, width, i)] = 1f;
      y.store(i * width, out, width);
    }
  }

  @Override
  public final void backward() {
    if (gradientTarget != null) OrderedSums.addTo(gradientTarget, g, tiles);
  }
}
