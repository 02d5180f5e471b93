package io.fabula.model.graph;

/** A function from rows to rows of the same width, as loops over tiles that hold whole rows. */
abstract class RowFunction {
  private final String kind;

  RowFunction(String kind) {
    this.kind = kind;
  }

  final String kind() {
    return kind;
  }

  /** Computes rows of y from rows of x, which may be overwritten. */
  abstract void value(float[] x, float[] y, int rows, int width);

  /** Computes rows of d, the gradient of x, from rows of y and of its gradient g. */
  abstract void gradient(float[] y, float[] g, float[] d, int rows, int width);
}
