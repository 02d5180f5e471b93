package io.fabula.model.graph;

import io.fabula.model.graph.memory.Tensor;

/** One-hot draws from given uniforms; the gradient goes straight to the probabilities. */
record SampleOp() implements Op {
  @Override
  public String kind() {
    return "sample";
  }

  @Override
  public boolean passesGradient(int i) {
    return i == 0;
  }

  @Override
  public Kernel bind(Binding binding) {
    return new OneHotKernel(binding, 0) {
      private final Tensor uniforms = binding.input(1);

      @Override
      int index(float[] row, int width, int i) {
        float u = uniforms.buffer().get(i);
        double cumulative = 0;
        int index = 0;
        for (; index < width - 1; index++) {
          cumulative += row[index];
          if (cumulative > u) break;
        }
        return index;
      }
    };
  }
}
