package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The products that recurrent cells over a block of steps share: one product for the inputs of all
 * steps, and at the end of the backward pass one for each weight.
 */
final class BlockWeights implements AutoCloseable {
  private final int rows;
  private final Tensor x;
  private final Tensor inputWeight;
  private final Tensor hiddenWeight;
  private final Tensor inputBias;
  private final Tensor hiddenBias;
  private final @Nullable GradientTarget xTarget;
  private final @Nullable GradientTarget inputTarget;
  private final @Nullable GradientTarget hiddenTarget;
  private final @Nullable GradientTarget inputBiasTarget;
  private final @Nullable GradientTarget hiddenBiasTarget;
  private final MatrixProduct inputs;
  private final MatrixProduct states;
  private final @Nullable MatrixProduct ofState;
  private final @Nullable MatrixProduct ofX;
  private final @Nullable MatrixProduct ofInputWeight;
  private final @Nullable MatrixProduct ofHiddenWeight;
  private final ScratchBuffers tiles;

  /**
   * Inputs as in {@link GruOp}: x, h0, two weights, two biases.
   *
   * @param batch rows of one step
   */
  BlockWeights(Binding binding, int gates, int batch) {
    rows = binding.inputShape(GruOp.X).rows();
    int in = binding.inputShape(GruOp.X).last();
    int hidden = binding.inputShape(GruOp.H0).last();
    int width = gates * hidden;
    x = binding.inputInBackward(GruOp.X);
    inputWeight = binding.inputInBackward(GruOp.INPUT_WEIGHT);
    hiddenWeight = binding.inputInBackward(GruOp.HIDDEN_WEIGHT);
    inputBias = binding.input(GruOp.INPUT_BIAS);
    hiddenBias = binding.input(GruOp.HIDDEN_BIAS);
    xTarget = binding.inputGradient(GruOp.X);
    inputTarget = binding.inputGradient(GruOp.INPUT_WEIGHT);
    hiddenTarget = binding.inputGradient(GruOp.HIDDEN_WEIGHT);
    inputBiasTarget = binding.inputGradient(GruOp.INPUT_BIAS);
    hiddenBiasTarget = binding.inputGradient(GruOp.HIDDEN_BIAS);
    inputs =
        new MatrixProduct(
            binding,
            new MatrixProduct.Kind(false, true, 1, rows, width, in, false, true),
            binding::scratch);
    states =
        new MatrixProduct(
            binding,
            new MatrixProduct.Kind(false, true, 1, batch, width, hidden, false, true),
            binding::scratch);
    ofState =
        !binding.differentiated()
            ? null
            : back(binding, new MatrixProduct.Kind(false, false, batch, hidden, width, true));
    ofX =
        xTarget == null
            ? null
            : back(binding, new MatrixProduct.Kind(false, false, rows, in, width, xTarget.adds()));
    ofInputWeight =
        inputTarget == null
            ? null
            : back(
                binding, new MatrixProduct.Kind(true, false, width, in, rows, inputTarget.adds()));
    ofHiddenWeight =
        hiddenTarget == null
            ? null
            : back(
                binding,
                new MatrixProduct.Kind(true, false, width, hidden, rows, hiddenTarget.adds()));
    tiles = binding.tiles();
  }

  private static MatrixProduct back(Binding binding, MatrixProduct.Kind kind) {
    return new MatrixProduct(binding, kind, binding::backwardScratch);
  }

  /**
   * To be called once, when all tensors have their memory.
   *
   * @param inputGates for all steps' {@code x W^T + b}
   * @param state one step's state
   * @param stateGates for one step's {@code h U^T + c}
   */
  void prepare(Tensor inputGates, Tensor state, Tensor stateGates) {
    inputs.prepare(x, inputWeight, inputBias, inputGates);
    states.prepare(state, hiddenWeight, hiddenBias, stateGates);
  }

  /**
   * Likewise, for the backward pass.
   *
   * @param stepGradients one step's gradients of {@code h U^T + c}
   * @param stateGradient where {@code g U} is added
   * @param inputGradients gradients of all steps' {@code x W^T + b}
   * @param hiddenGradients gradients of all steps' {@code h U^T + c}
   * @param entering the states that entered each step
   */
  void prepareBackward(
      Tensor stepGradients,
      Tensor stateGradient,
      Tensor inputGradients,
      Tensor hiddenGradients,
      Tensor entering) {
    if (ofState != null) ofState.prepare(stepGradients, hiddenWeight, stateGradient);
    if (ofX != null && xTarget != null) ofX.prepare(inputGradients, inputWeight, xTarget.tensor());
    if (ofInputWeight != null && inputTarget != null) {
      ofInputWeight.prepare(inputGradients, x, inputTarget.tensor());
    }
    if (ofHiddenWeight != null && hiddenTarget != null) {
      ofHiddenWeight.prepare(hiddenGradients, entering, hiddenTarget.tensor());
    }
  }

  /** All steps' {@code x W^T + b}. */
  void inputs() {
    inputs.run();
  }

  /** One step's {@code h U^T + c}. */
  void states() {
    states.run();
  }

  /** Adds one step's {@code g U} to the state's gradient. */
  void stateGradient() {
    if (ofState != null) ofState.run();
  }

  /** The gradients of inputs and weights. */
  void gradients(Tensor inputGradients, Tensor hiddenGradients) {
    if (ofX != null) ofX.run();
    if (ofInputWeight != null) ofInputWeight.run();
    if (ofHiddenWeight != null) ofHiddenWeight.run();
    if (inputBiasTarget != null) RowLoops.sum(inputGradients, rows, inputBiasTarget, tiles);
    if (hiddenBiasTarget != null) RowLoops.sum(hiddenGradients, rows, hiddenBiasTarget, tiles);
  }

  @Override
  public void close() {
    inputs.close();
    states.close();
    if (ofState != null) ofState.close();
    if (ofX != null) ofX.close();
    if (ofInputWeight != null) ofInputWeight.close();
    if (ofHiddenWeight != null) ofHiddenWeight.close();
  }
}
