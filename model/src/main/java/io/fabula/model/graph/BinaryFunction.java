package io.fabula.model.graph;

/** A function of two variables with its partial derivatives, as loops over tiles. */
abstract class BinaryFunction {
  private final String kind;
  private final boolean needsInputs;

  /**
   * @param needsInputs whether the gradients read a and b
   */
  BinaryFunction(String kind, boolean needsInputs) {
    this.kind = kind;
    this.needsInputs = needsInputs;
  }

  final String kind() {
    return kind;
  }

  final boolean needsInputs() {
    return needsInputs;
  }

  /** y = f(a, b). */
  abstract void value(float[] a, float[] b, float[] y, int n);

  /** d = g df/da. */
  abstract void gradientOfFirst(float[] a, float[] b, float[] g, float[] d, int n);

  /** d = g df/db. */
  abstract void gradientOfSecond(float[] a, float[] b, float[] g, float[] d, int n);
}
