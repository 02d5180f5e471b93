package io.fabula.model.graph;

import io.fabula.model.graph.memory.FloatMath;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward of {@link LstmOp}. Functions are taken of many elements in a row: loops over
 * one sample's units are too short to become vector instructions.
 */
final class LstmKernel implements Kernel {
  /** Gates of the samples that are taken at a time, about. */
  private static final int PIECE = 4096;

  private final int time;
  private final int batch;
  private final int hidden;
  private final int piece;
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
  private final float[] factors;
  private final float[] shifts;

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
    piece = Math.max(1, Math.min(batch, PIECE / (4 * hidden)));
    factors = new float[piece * 4 * hidden];
    shifts = new float[factors.length];
    for (int i = 0; i < factors.length; i++) {
      boolean candidate = i / hidden % 4 == 2;
      factors[i] = candidate ? 1f : 0.5f;
      shifts[i] = candidate ? -0f : 0.5f; // adding -0 changes nothing, not even a sign
    }
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
    h0.load(0, state, block);
    c0.load(0, cell, block);
    for (int t = 0; t < time; t++) {
      stepState.store(0, state, block);
      entering.store(t * block, state, block);
      enteringCells.store(t * block, cell, block);
      weights.states();
      for (int sample = 0; sample < batch; sample += piece) {
        step(t, sample, Math.min(piece, batch - sample), state, cell);
      }
      y.store(t * block, state, block);
      y.store((time + t) * block, cell, block);
    }
  }

  /** A step of some samples. */
  private void step(int t, int sample, int samples, float[] state, float[] cell) {
    float[] input = tiles.get(4, 4 * piece * hidden);
    float[] gates = tiles.get(5, 4 * piece * hidden);
    float[] cells = tiles.get(6, piece * hidden);
    float[] bent = tiles.get(7, piece * hidden);
    int from = sample * hidden;
    int size = samples * hidden;
    int ofStep = 4 * (t * batch * hidden + from);
    inputGates.load(ofStep, input, 4 * size);
    stepGates.load(4 * from, gates, 4 * size);
    bend(input, gates, factors, shifts, 4 * size);
    kept.store(ofStep, gates, 4 * size);
    System.arraycopy(cell, from, cells, 0, size);
    for (int n = 0; n < size; n += hidden) remember(gates, 4 * n, cells, n, hidden);
    System.arraycopy(cells, 0, cell, from, size);
    for (int i = 0; i < size; i++) bent[i] = FloatMath.tanh(cells[i]);
    for (int n = 0; n < size; n += hidden) show(gates, 4 * n, bent, n, hidden);
    System.arraycopy(bent, 0, state, from, size);
  }

  /**
   * Replaces {@code b} by the gates i, f, g, o of a + b: the logistic function 0.5 tanh(0.5 x) +
   * 0.5 of all but g, whose tanh has the same form with 1 and 0.
   */
  private static void bend(float[] a, float[] b, float[] factors, float[] shifts, int n) {
    for (int k = 0; k < n; k++) {
      float x = factors[k] * (a[k] + b[k]);
      b[k] = Math.fma(factors[k], FloatMath.tanh(x), shifts[k]);
    }
  }

  private static void remember(float[] gates, int at, float[] cell, int to, int size) {
    for (int k = 0; k < size; k++) {
      cell[to + k] = gates[at + size + k] * cell[to + k] + gates[at + k] * gates[at + 2 * size + k];
    }
  }

  /** Makes states of bent cells. */
  private static void show(float[] gates, int at, float[] bent, int to, int size) {
    for (int k = 0; k < size; k++) bent[to + k] *= gates[at + 3 * size + k];
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
      for (int i = 0; i < block; i++) cell[i] = FloatMath.tanh(cell[i]);
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
      float[] bent,
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
      float dh = carry[from + k];
      float dc = cellCarry[from + k] + dh * o * (1f - bent[from + k] * bent[from + k]);
      d[at + k] = dc * c * i * (1f - i);
      d[at + size + k] = dc * before[from + k] * f * (1f - f);
      d[at + 2 * size + k] = dc * i * (1f - c * c);
      d[at + 3 * size + k] = dh * bent[from + k] * o * (1f - o);
      cellCarry[from + k] = dc * f;
    }
  }
}
