package io.fabula.model.graph;

/** An LSTM over a block of steps; inputs as {@link GruOp}'s first six, then c0. */
record LstmOp() implements Op {
  static final int C0 = 6;

  @Override
  public String kind() {
    return "lstm";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new LstmKernel(binding);
  }
}
