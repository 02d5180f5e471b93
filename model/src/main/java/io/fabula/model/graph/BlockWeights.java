package io.fabula.model.graph;

import org.jspecify.annotations.Nullable;

/**
 * The products that recurrent cells over a block of steps share: one product for the inputs of all
 * steps, and at the end of the backward pass one for each weight.
 */
final class BlockWeights {
  private final int rows;
  private final int in;
  private final int hidden;
  private final int width;
  private final Tensor x;
  private final Tensor inputWeight;
  private final Tensor hiddenWeight;
  private final Tensor inputBias;
  private final Tensor hiddenBias;
  private final @Nullable Sink xSink;
  private final @Nullable Sink inputSink;
  private final @Nullable Sink hiddenSink;
  private final @Nullable Sink inputBiasSink;
  private final @Nullable Sink hiddenBiasSink;
  private final Tiles tiles;

  /** Inputs as in {@link GruOp}: x, h0, two weights, two biases. */
  BlockWeights(Binding binding, int gates) {
    rows = binding.inputShape(GruOp.X).rows();
    in = binding.inputShape(GruOp.X).last();
    hidden = binding.inputShape(GruOp.H0).last();
    width = gates * hidden;
    x = binding.inputInBackward(GruOp.X);
    inputWeight = binding.inputInBackward(GruOp.INPUT_WEIGHT);
    hiddenWeight = binding.inputInBackward(GruOp.HIDDEN_WEIGHT);
    inputBias = binding.input(GruOp.INPUT_BIAS);
    hiddenBias = binding.input(GruOp.HIDDEN_BIAS);
    xSink = binding.inputGradient(GruOp.X);
    inputSink = binding.inputGradient(GruOp.INPUT_WEIGHT);
    hiddenSink = binding.inputGradient(GruOp.HIDDEN_WEIGHT);
    inputBiasSink = binding.inputGradient(GruOp.INPUT_BIAS);
    hiddenBiasSink = binding.inputGradient(GruOp.HIDDEN_BIAS);
    tiles = binding.tiles();
  }

  /** All steps' {@code x W^T + b}. */
  void inputs(Tensor gates) {
    Rows.repeat(inputBias, gates, rows, tiles);
    Gemm.multiply(
        false, true, rows, width, in, x.pointer(), inputWeight.pointer(), 1f, gates.pointer());
  }

  /** One step's {@code h U^T + c}. */
  void states(int batch, Tensor h, Tensor gates) {
    Rows.repeat(hiddenBias, gates, batch, tiles);
    Gemm.multiply(
        false,
        true,
        batch,
        width,
        hidden,
        h.pointer(),
        hiddenWeight.pointer(),
        1f,
        gates.pointer());
  }

  /** Adds one step's {@code g U} to a state's gradient. */
  void stateGradient(int batch, Tensor gateGradients, Tensor stateGradient) {
    Gemm.multiply(
        false,
        false,
        batch,
        hidden,
        width,
        gateGradients.pointer(),
        hiddenWeight.pointer(),
        1f,
        stateGradient.pointer());
  }

  /**
   * The gradients of inputs and weights.
   *
   * @param inputGradients gradients of all steps' {@link #inputs}
   * @param hiddenGradients gradients of all steps' {@link #states}
   * @param entering the states that entered each step
   */
  void gradients(Tensor inputGradients, Tensor hiddenGradients, Tensor entering) {
    var gi = inputGradients.pointer();
    if (xSink != null) {
      Gemm.multiply(
          false,
          false,
          rows,
          in,
          width,
          gi,
          inputWeight.pointer(),
          xSink.beta(),
          xSink.tensor().pointer());
    }
    if (inputSink != null) {
      Gemm.multiply(
          true,
          false,
          width,
          in,
          rows,
          gi,
          x.pointer(),
          inputSink.beta(),
          inputSink.tensor().pointer());
    }
    if (hiddenSink != null) {
      Gemm.multiply(
          true,
          false,
          width,
          hidden,
          rows,
          hiddenGradients.pointer(),
          entering.pointer(),
          hiddenSink.beta(),
          hiddenSink.tensor().pointer());
    }
    if (inputBiasSink != null) Rows.sum(inputGradients, rows, inputBiasSink, tiles);
    if (hiddenBiasSink != null) Rows.sum(hiddenGradients, rows, hiddenBiasSink, tiles);
  }
}
