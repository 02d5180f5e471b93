package io.fabula.model.graph;

/** One-hot of the largest score; the gradient goes straight to the second input. */
record ModeOp() implements Op {
  @Override
  public String kind() {
    return "mode";
  }

  @Override
  public boolean passesGradient(int i) {
    return i == 1;
  }

  @Override
  public Kernel bind(Binding binding) {
    return new OneHotKernel(binding, 1) {
      @Override
      int index(float[] row, int width, int i) {
        int best = 0;
        for (int k = 1; k < width; k++) if (row[k] > row[best]) best = k;
        return best;
      }
    };
  }
}
