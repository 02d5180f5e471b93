package io.fabula.model.graph;

/**
 * A GRU over a block of steps; inputs: x, h0, weights and biases of input and state, then perhaps
 * the mask and perhaps the state that episodes begin with.
 */
record GruOp() implements Op {
  static final int X = 0;
  static final int H0 = 1;
  static final int INPUT_WEIGHT = 2;
  static final int HIDDEN_WEIGHT = 3;
  static final int INPUT_BIAS = 4;
  static final int HIDDEN_BIAS = 5;
  static final int MASK = 6;
  static final int INITIAL = 7;

  @Override
  public String kind() {
    return "gru";
  }

  @Override
  public boolean passesGradient(int i) {
    return i != MASK;
  }

  @Override
  public Kernel bind(Binding binding) {
    return new GruKernel(binding);
  }
}
