package io.fabula.model.graph;

/** A function of one variable with its derivative, as loops over tiles. */
abstract class UnaryFunction {
  private final String kind;
  private final boolean needsInput;
  private final boolean needsOutput;

  /**
   * @param needsInput whether {@link #gradient} reads x
   * @param needsOutput whether {@link #gradient} reads y
   */
  UnaryFunction(String kind, boolean needsInput, boolean needsOutput) {
    this.kind = kind;
    this.needsInput = needsInput;
    this.needsOutput = needsOutput;
  }

  final String kind() {
    return kind;
  }

  final boolean needsInput() {
    return needsInput;
  }

  final boolean needsOutput() {
    return needsOutput;
  }

  /** Whether a value is sooner computed again than written to memory and read. */
  boolean cheap() {
    return false;
  }

  /** y = f(x). */
  abstract void value(float[] x, float[] y, int n);

  /** d = g f'(x), where x and y are there if needed. */
  abstract void gradient(float[] x, float[] y, float[] g, float[] d, int n);
}
