package io.fabula.model.graph;

import io.fabula.model.graph.memory.FloatMath;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Forward and backward of {@link LstmOp}. */
final class LstmKernel implements Kernel {
  private final int time;
  private final int batch;
  private final int hidden;
  private final BlockWeights weights;
  private final Tensor h0;
  private final Tensor c0;
  private final Tensor y;
  private final Tensor g;
  private final Tensor inputGates;
  private final Tensor stepState;
  private final Tensor stepGates;
  private final Tensor entering;
  private final Tensor enteringCells;
  private final Tensor kept;
  private final Tensor gateGradients;
  private final Tensor stepGradients;
  private final Tensor stepStateGradient;
  private final @Nullable GradientTarget h0Target;
  private final @Nullable GradientTarget c0Target;
  private final ScratchBuffers tiles;

  LstmKernel(Binding binding) {
    Shape shape = binding.shape();
    time = shape.dim(1);
    batch = shape.dim(2);
    hidden = shape.dim(3);
    int block = batch * hidden;
    weights = new BlockWeights(binding, 4, batch);
    h0 = binding.input(GruOp.H0);
    c0 = binding.input(LstmOp.C0);
    h0Target = binding.inputGradient(GruOp.H0);
    c0Target = binding.inputGradient(LstmOp.C0);
    y = binding.outputInBackward();
    g = binding.gradient();
    inputGates = binding.scratch(time * 4 * block);
    stepState = binding.scratch(block);
    stepGates = binding.scratch(4 * block);
    entering = binding.saved(time * block);
    enteringCells = binding.saved(time * block);
    kept = binding.saved(time * 4 * block);
    int scale = binding.differentiated() ? block : 1;
    gateGradients = binding.backwardScratch(time * 4 * scale);
    stepGradients = binding.backwardScratch(4 * scale);
    stepStateGradient = binding.backwardScratch(scale);
    tiles = binding.tiles();
  }

  @Override
  public void prepare() {
    weights.prepare(inputGates, stepState, stepGates);
    weights.prepareBackward(
        stepGradients, stepStateGradient, gateGradients, gateGradients, entering);
  }

  @Override
  public void close() {
    weights.close();
  }

  @Override
  public void forward() {
    int block = batch * hidden;
    weights.inputs();
    float[] state = tiles.get(2, block);
    float[] cell = tiles.get(3, block);
    float[] input = tiles.get(4, 4 * block);
    float[] gates = tiles.get(5, 4 * block);
    h0.load(0, state, block);
    c0.load(0, cell, block);
    for (int t = 0; t < time; t++) {
      stepState.store(0, state, block);
      entering.store(t * block, state, block);
      enteringCells.store(t * block, cell, block);
      weights.states();
      inputGates.load(t * 4 * block, input, 4 * block);
      stepGates.load(0, gates, 4 * block);
      for (int n = 0; n < batch; n++) {
        step(input, gates, 4 * n * hidden, state, cell, n * hidden, hidden);
      }
      kept.store(t * 4 * block, gates, 4 * block);
      y.store(t * block, state, block);
      y.store((time + t) * block, cell, block);
    }
  }

  /** Replaces {@code b} by the gates i, f, g, o. */
  private static void step(
      float[] a, float[] b, int at, float[] state, float[] cell, int to, int size) {
    for (int k = 0; k < 2 * size; k++) b[at + k] = FloatMath.sigmoid(a[at + k] + b[at + k]);
    for (int k = 2 * size; k < 3 * size; k++) b[at + k] = FloatMath.tanh(a[at + k] + b[at + k]);
    for (int k = 3 * size; k < 4 * size; k++) b[at + k] = FloatMath.sigmoid(a[at + k] + b[at + k]);
    for (int k = 0; k < size; k++) {
      cell[to + k] = b[at + size + k] * cell[to + k] + b[at + k] * b[at + 2 * size + k];
    }
    for (int k = 0; k < size; k++) {
      state[to + k] = b[at + 3 * size + k] * FloatMath.tanh(cell[to + k]);
    }
  }

  @Override
  public void backward() {
    int block = batch * hidden;
    float[] carry = tiles.get(2, block);
    float[] cellCarry = tiles.get(3, block);
    float[] out = tiles.get(4, block);
    float[] saved = tiles.get(5, 4 * block);
    float[] cell = tiles.get(6, block);
    float[] before = tiles.get(7, block);
    float[] d = tiles.get(8, 4 * block);
    Arrays.fill(carry, 0, block, 0f);
    Arrays.fill(cellCarry, 0, block, 0f);
    for (int t = time - 1; t >= 0; t--) {
      g.load(t * block, out, block);
      for (int i = 0; i < block; i++) carry[i] += out[i];
      g.load((time + t) * block, out, block);
      for (int i = 0; i < block; i++) cellCarry[i] += out[i];
      kept.load(t * 4 * block, saved, 4 * block);
      y.load((time + t) * block, cell, block);
      enteringCells.load(t * block, before, block);
      for (int n = 0; n < batch; n++) {
        int at = n * hidden;
        stepBack(saved, d, 4 * at, cell, before, carry, cellCarry, at, hidden);
      }
      gateGradients.store(t * 4 * block, d, 4 * block);
      stepGradients.store(0, d, 4 * block);
      Arrays.fill(out, 0, block, 0f);
      stepStateGradient.store(0, out, block);
      weights.stateGradient();
      stepStateGradient.load(0, carry, block);
    }
    weights.gradients(gateGradients, gateGradients);
    if (h0Target != null) h0Target.put(0, carry, block, out);
    if (c0Target != null) c0Target.put(0, cellCarry, block, out);
  }

  private static void stepBack(
      float[] gates,
      float[] d,
      int at,
      float[] cell,
      float[] before,
      float[] carry,
      float[] cellCarry,
      int from,
      int size) {
    for (int k = 0; k < size; k++) {
      float i = gates[at + k];
      float f = gates[at + size + k];
      float c = gates[at + 2 * size + k];
      float o = gates[at + 3 * size + k];
      float bent = FloatMath.tanh(cell[from + k]);
      float dh = carry[from + k];
      float dc = cellCarry[from + k] + dh * o * (1f - bent * bent);
      d[at + k] = dc * c * i * (1f - i);
      d[at + size + k] = dc * before[from + k] * f * (1f - f);
      d[at + 2 * size + k] = dc * i * (1f - c * c);
      d[at + 3 * size + k] = dh * bent * o * (1f - o);
      cellCarry[from + k] = dc * f;
    }
  }
}
