package io.fabula.model.graph.memory;

/**
 * Where a kernel puts an input's gradient. The first kernel in the order of the backward pass sets
 * it, later ones add to it.
 */
public final class GradientTarget {
  private final Tensor tensor;
  private final boolean adds;

  public GradientTarget(Tensor tensor, boolean adds) {
    this.tensor = tensor;
    this.adds = adds;
  }

  public Tensor tensor() {
    return tensor;
  }

  /** Whether the tensor already holds a part of the gradient. */
  public boolean adds() {
    return adds;
  }

  /** The factor of what is there already, as GEMM wants it. */
  public float beta() {
    return adds ? 1f : 0f;
  }

  /**
   * Sets or adds {@code n} elements from {@code from} on.
   *
   * @param values consumed: may hold other values afterwards
   * @param spare room for {@code n} elements
   */
  public void put(int from, float[] values, int n, float[] spare) {
    if (adds) {
      tensor.load(from, spare, n);
      for (int i = 0; i < n; i++) values[i] += spare[i];
    }
    tensor.store(from, values, n);
  }
}
