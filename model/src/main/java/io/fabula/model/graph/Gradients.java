package io.fabula.model.graph;

import io.fabula.model.graph.memory.FlatLayout;
import io.fabula.model.graph.memory.FlatTensor;
import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.ScratchBuffers;

/**
 * The gradients of a {@link Parameters}: one flat buffer with named views in the same layout. Plans
 * <em>add</em> to them, so that several mini-batches accumulate; {@link #zero()} before the first.
 */
public final class Gradients implements AutoCloseable {
  private final FlatTensor values;

  Gradients(FlatLayout layout) {
    values = new FlatTensor(layout);
  }

  /** Sets all gradients to zero. */
  public void zero() {
    values.zero();
  }

  /** A copy of the gradient of a parameter, in that parameter's layout. */
  public float[] get(String name) {
    return values.get(name);
  }

  /** Sets the gradient of a parameter. */
  public void set(String name, float[] gradient) {
    values.set(name, gradient);
  }

  /** Adds gradients of the same parameters, as the replicas of a batch's shards give them. */
  public void add(Gradients other) {
    float[] mine = new float[ScratchBuffers.SIZE];
    float[] theirs = new float[ScratchBuffers.SIZE];
    int length = values.layout().length();
    if (other.values.layout() != values.layout()) {
      throw new IllegalArgumentException("the gradients belong to other parameters");
    }
    for (int from = 0; from < length; from += ScratchBuffers.SIZE) {
      int n = Math.min(ScratchBuffers.SIZE, length - from);
      values.whole().load(from, mine, n);
      other.values.whole().load(from, theirs, n);
      for (int i = 0; i < n; i++) mine[i] += theirs[i];
      values.whole().store(from, mine, n);
    }
  }

  /** The Euclidean norm of all gradients together, summed in double precision. */
  public double norm() {
    float[] tile = new float[ScratchBuffers.SIZE];
    double sum = 0;
    int length = values.layout().length();
    for (int from = 0; from < length; from += ScratchBuffers.SIZE) {
      int n = Math.min(ScratchBuffers.SIZE, length - from);
      values.whole().load(from, tile, n);
      sum += OrderedSums.ofSquares(tile, n);
    }
    return Math.sqrt(sum);
  }

  /** Multiplies all gradients by a factor. */
  public void scale(float factor) {
    float[] tile = new float[ScratchBuffers.SIZE];
    int length = values.layout().length();
    for (int from = 0; from < length; from += ScratchBuffers.SIZE) {
      int n = Math.min(ScratchBuffers.SIZE, length - from);
      values.whole().load(from, tile, n);
      for (int i = 0; i < n; i++) tile[i] *= factor;
      values.whole().store(from, tile, n);
    }
  }

  /**
   * Scales the gradients so that their norm is at most {@code maxNorm}: by {@code maxNorm / (norm +
   * 1e-6)} where that is below 1, as PyTorch's {@code clip_grad_norm_} does.
   *
   * @return the norm before clipping
   */
  public double clipNorm(double maxNorm) {
    double norm = norm();
    double factor = maxNorm / (norm + 1e-6);
    if (factor < 1) scale((float) factor);
    return norm;
  }

  /** Limits each gradient to [-limit, limit]. */
  public void clipValues(float limit) {
    float[] tile = new float[ScratchBuffers.SIZE];
    int length = values.layout().length();
    for (int from = 0; from < length; from += ScratchBuffers.SIZE) {
      int n = Math.min(ScratchBuffers.SIZE, length - from);
      values.whole().load(from, tile, n);
      for (int i = 0; i < n; i++) tile[i] = Math.max(-limit, Math.min(limit, tile[i]));
      values.whole().store(from, tile, n);
    }
  }

  public FlatTensor values() {
    return values;
  }

  /** Returns the native memory. */
  @Override
  public void close() {
    values.close();
  }
}
