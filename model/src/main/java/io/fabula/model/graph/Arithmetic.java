package io.fabula.model.graph;

/**
 * Functions of two tensors, element by element, with broadcasting by NumPy's rules: axes are
 * aligned at the end, an axis of size 1 or a missing one repeats.
 */
public final class Arithmetic {
  private Arithmetic() {}

  /** a + b. */
  public static Node add(Node a, Node b) {
    return BinaryOp.apply(PairFunctions.ADD, a, b);
  }

  /** a - b. */
  public static Node sub(Node a, Node b) {
    return BinaryOp.apply(PairFunctions.SUB, a, b);
  }

  /** a b. */
  public static Node mul(Node a, Node b) {
    return BinaryOp.apply(PairFunctions.MUL, a, b);
  }

  /** a / b. */
  public static Node div(Node a, Node b) {
    return BinaryOp.apply(PairFunctions.DIV, a, b);
  }

  /** The smaller one; where equal, each gets half the gradient. */
  public static Node min(Node a, Node b) {
    return BinaryOp.apply(PairFunctions.MIN, a, b);
  }

  /** The larger one; where equal, each gets half the gradient. */
  public static Node max(Node a, Node b) {
    return BinaryOp.apply(PairFunctions.MAX, a, b);
  }

  /** a + b + ..., from left to right. */
  public static Node addAll(Node first, Node... others) {
    Node sum = first;
    for (Node other : others) sum = add(sum, other);
    return sum;
  }
}
