package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Forward and backward of {@link GruOp}. */
final class GruKernel implements Kernel {
  /** The first of the tiles that a step uses. */
  private static final int OF_STEP = 10;

  private final int time;
  private final int batch;
  private final int hidden;
  private final BlockWeights weights;
  private final Tensor h0;
  private final @Nullable Tensor mask;
  private final @Nullable Tensor initial;
  private final Tensor y;
  private final Tensor g;
  private final Tensor inputGates;
  private final Tensor stepState;
  private final Tensor stepGates;
  private final Tensor entering;
  private final Tensor kept;
  private final Tensor inputGradients;
  private final Tensor hiddenGradients;
  private final Tensor stepGradients;
  private final Tensor stepStateGradient;
  private final @Nullable GradientTarget h0Target;
  private final @Nullable GradientTarget initialTarget;
  private final ScratchBuffers tiles;
  private final GruStep step;

  GruKernel(Binding binding) {
    Shape shape = binding.shape();
    time = shape.dim(0);
    batch = shape.dim(1);
    hidden = shape.dim(2);
    int block = batch * hidden;
    weights = new BlockWeights(binding, 3, batch);
    h0 = binding.input(GruOp.H0);
    int inputs = binding.node().inputs().size();
    mask = inputs > GruOp.MASK ? binding.inputInBackward(GruOp.MASK) : null;
    initial = inputs > GruOp.INITIAL ? binding.input(GruOp.INITIAL) : null;
    h0Target = binding.inputGradient(GruOp.H0);
    initialTarget = inputs > GruOp.INITIAL ? binding.inputGradient(GruOp.INITIAL) : null;
    y = binding.output();
    g = binding.gradient();
    inputGates = binding.scratch(time * 3 * block);
    stepState = binding.scratch(block);
    stepGates = binding.scratch(3 * block);
    entering = binding.saved(time * block);
    kept = binding.saved(time * 4 * block);
    int scale = binding.differentiated() ? block : 1;
    inputGradients = binding.backwardScratch(time * 3 * scale);
    hiddenGradients = binding.backwardScratch(time * 3 * scale);
    stepGradients = binding.backwardScratch(3 * scale);
    stepStateGradient = binding.backwardScratch(scale);
    tiles = binding.tiles();
    step = new GruStep(hidden, tiles, OF_STEP);
  }

  @Override
  public void prepare() {
    weights.prepare(inputGates, stepState, stepGates);
    weights.prepareBackward(
        stepGradients, stepStateGradient, inputGradients, hiddenGradients, entering);
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
    float[] input = tiles.get(3, 3 * block);
    float[] gates = tiles.get(4, 3 * block);
    float[] saved = tiles.get(5, 4 * block);
    h0.load(0, state, block);
    for (int t = 0; t < time; t++) {
      enter(state, t);
      stepState.store(0, state, block);
      entering.store(t * block, state, block);
      weights.states();
      inputGates.load(t * 3 * block, input, 3 * block);
      stepGates.load(0, gates, 3 * block);
      step.run(input, gates, saved, state, batch);
      kept.store(t * 4 * block, saved, 4 * block);
      y.store(t * block, state, block);
    }
  }

  /** Replaces or zeroes the states of episodes that begin at step t. */
  private void enter(float[] state, int t) {
    Tensor masks = mask;
    if (masks == null) return;
    float[] start = tiles.get(6, hidden);
    if (initial == null) {
      Arrays.fill(start, 0, hidden, 0f);
    } else {
      initial.load(0, start, hidden);
    }
    for (int n = 0; n < batch; n++) {
      float keep = masks.buffer().get(t * batch + n);
      if (keep == 1f) continue;
      int at = n * hidden;
      for (int k = 0; k < hidden; k++) {
        state[at + k] = keep * state[at + k] + (1f - keep) * start[k];
      }
    }
  }

  @Override
  public void backward() {
    int block = batch * hidden;
    float[] carry = tiles.get(2, block);
    float[] out = tiles.get(3, block);
    float[] saved = tiles.get(4, 4 * block);
    float[] before = tiles.get(5, block);
    float[] gi = tiles.get(6, 3 * block);
    float[] gh = tiles.get(7, 3 * block);
    float[] start = tiles.get(8, hidden);
    Arrays.fill(carry, 0, block, 0f);
    Arrays.fill(start, 0, hidden, 0f);
    for (int t = time - 1; t >= 0; t--) {
      g.load(t * block, out, block);
      kept.load(t * 4 * block, saved, 4 * block);
      entering.load(t * block, before, block);
      for (int i = 0; i < block; i++) carry[i] += out[i];
      for (int n = 0; n < batch; n++) {
        int at = n * hidden;
        stepBack(saved, 4 * at, before, carry, at, gi, gh, 3 * at, hidden);
      }
      inputGradients.store(t * 3 * block, gi, 3 * block);
      hiddenGradients.store(t * 3 * block, gh, 3 * block);
      stepGradients.store(0, gh, 3 * block);
      stepStateGradient.store(0, carry, block);
      weights.stateGradient();
      stepStateGradient.load(0, carry, block);
      leave(carry, start, t);
    }
    weights.gradients(inputGradients, hiddenGradients);
    if (h0Target != null) h0Target.put(0, carry, block, out);
    if (initialTarget != null) initialTarget.put(0, start, hidden, tiles.get(9, hidden));
  }

  /** Cuts gradients at the beginnings of episodes, and collects the initial state's. */
  private void leave(float[] carry, float[] start, int t) {
    Tensor masks = mask;
    if (masks == null) return;
    for (int n = 0; n < batch; n++) {
      float keep = masks.buffer().get(t * batch + n);
      if (keep == 1f) continue;
      int at = n * hidden;
      for (int k = 0; k < hidden; k++) {
        start[k] += (1f - keep) * carry[at + k];
        carry[at + k] *= keep;
      }
    }
  }

  /** From the new state's gradient to those of both kinds of gates; leaves z's part in carry. */
  private static void stepBack(
      float[] saved,
      int from,
      float[] before,
      float[] carry,
      int at,
      float[] gi,
      float[] gh,
      int to,
      int size) {
    for (int k = 0; k < size; k++) {
      float r = saved[from + k];
      float z = saved[from + size + k];
      float n = saved[from + 2 * size + k];
      float hiddenPart = saved[from + 3 * size + k];
      float d = carry[at + k];
      float dn = d * (1f - z) * (1f - n * n);
      float dz = d * (before[at + k] - n) * z * (1f - z);
      float dr = dn * hiddenPart * r * (1f - r);
      gi[to + k] = dr;
      gh[to + k] = dr;
      gi[to + size + k] = dz;
      gh[to + size + k] = dz;
      gi[to + 2 * size + k] = dn;
      gh[to + 2 * size + k] = dn * r;
      carry[at + k] = d * z;
    }
  }
}
