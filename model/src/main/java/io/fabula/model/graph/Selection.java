package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;

/** Choosing by index. Indices are whole numbers held as floats; they have no gradient. */
public final class Selection {
  private Selection() {}

  /**
   * One element of each row, such as the taken action's log-probability.
   *
   * @param x [..., classes]
   * @param index [...], from 0 to classes - 1
   * @return [...]
   */
  public static Node pick(Node x, Node index) {
    Shape shape = Shape.of(Reductions.without(x.shape(), -1));
    if (index.shape().size() != shape.size()) {
      throw new IllegalArgumentException("pick: index " + index + " does not fit " + x);
    }
    return x.graph().add(new PickOp(), shape, x, index);
  }

  /**
   * The largest element of each row, such as the taken action's log-probability in a modal rollout;
   * the first of equal ones gets the gradient. The last axis disappears.
   */
  public static Node largest(Node x) {
    Shape shape = Shape.of(Reductions.without(x.shape(), -1));
    return x.graph().add(new LargestOp(), shape, x);
  }

  /**
   * Rows of a table, such as embeddings.
   *
   * @param table [entries, width]
   * @param index [...], from 0 to entries - 1
   * @return [..., width]
   */
  public static Node rows(Node table, Node index) {
    if (table.shape().rank() != 2) {
      throw new IllegalArgumentException("rows: the table needs 2 axes, got " + table);
    }
    int rank = index.shape().rank();
    int[] dims = java.util.Arrays.copyOf(index.shape().dims(), rank + 1);
    dims[rank] = table.shape().dim(1);
    return table.graph().add(new TableOp(), Shape.of(dims), table, index);
  }

  /**
   * One-hot rows; without gradient.
   *
   * @param index [...], from 0 to classes - 1
   * @return [..., classes]
   */
  public static Node oneHot(Node index, int classes) {
    int rank = index.shape().rank();
    int[] dims = java.util.Arrays.copyOf(index.shape().dims(), rank + 1);
    dims[rank] = classes;
    return index.graph().add(new OneHotOp(), Shape.of(dims), index);
  }

  /** Checks an index that came as a float. */
  static int index(String kind, float value, int count) {
    int index = (int) value;
    if (index != value || index < 0 || index >= count) {
      throw new IllegalArgumentException(
          kind + ": index must be a whole number from 0 to " + (count - 1) + ", got " + value);
    }
    return index;
  }
}
