package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One operand of a function of single elements, which may be smaller than the result: its repeated
 * values tile by tile, and its summed gradient. It uses two tiles, its own and the next.
 */
final class Operand {
  final @Nullable GradientTarget gradientTarget;
  final boolean needed;
  final int tile;
  private final Tensor tensor;
  private final Broadcast broadcast;
  private float[] whole = {};
  private float[] gradient = {};

  /**
   * @param i the node's input
   * @param needed whether the backward pass reads the values
   * @param tile where its values are put
   */
  Operand(Binding binding, int i, boolean needed, int tile) {
    this.needed = needed;
    this.tile = tile;
    tensor = needed ? binding.inputInBackward(i) : binding.input(i);
    broadcast = Broadcast.of(binding.inputShape(i), binding.shape());
    gradientTarget = binding.inputGradient(i);
  }

  /** To be called before the first {@link #load}. */
  void begin(ScratchBuffers tiles) {
    if (broadcast.identity()) return;
    whole = tiles.get(tile + 1, tensor.size());
    tensor.load(0, whole, tensor.size());
  }

  /** Puts the values of elements {@code from..from+n-1} of the result into the tile. */
  void load(ScratchBuffers tiles, int from, int n) {
    float[] target = tiles.get(tile);
    if (broadcast.identity()) {
      tensor.load(from, target, n);
    } else {
      broadcast.expand(whole, target, from, n);
    }
  }

  /** To be called before the first {@link #putGradient}. */
  void beginGradient() {
    if (gradientTarget == null || broadcast.identity()) return;
    if (gradient.length < tensor.size()) gradient = new float[tensor.size()];
    Arrays.fill(gradient, 0, tensor.size(), 0f);
  }

  /**
   * Sets or adds the gradient of some elements.
   *
   * @param d consumed
   */
  void putGradient(float[] d, int from, int n, float[] spare) {
    if (gradientTarget == null) return;
    if (broadcast.identity()) {
      gradientTarget.put(from, d, n, spare);
    } else {
      broadcast.reduce(d, from, n, gradient);
    }
  }

  /** To be called after the last {@link #putGradient}. */
  void endGradient(ScratchBuffers tiles) {
    if (gradientTarget == null || broadcast.identity()) return;
    gradientTarget.put(0, gradient, tensor.size(), tiles.get(tile + 1, tensor.size()));
  }
}
