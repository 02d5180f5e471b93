package io.fabula.model.graph;

import io.fabula.model.graph.memory.FlatLayout;
import io.fabula.model.graph.memory.FlatTensor;
import io.fabula.model.graph.memory.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network's parameters: one flat buffer with named views, in the order in which they were
 * declared, each in PyTorch's layout (linear [out, in], convolution [out, in, height, width],
 * transposed convolution [in, out, height, width], GRU gates r, z, n).
 *
 * <p>Plans of several graphs may share one {@code Parameters}; whoever changes values must not do
 * so while such a plan runs. Close it when no plan uses it any more.
 */
public final class Parameters implements AutoCloseable {
  private final Store store;
  private final boolean frozen;

  private Parameters(Store store, boolean frozen) {
    this.store = store;
    this.frozen = frozen;
  }

  /**
   * New parameters, all zero.
   *
   * @param shapes names and shapes in the order of the file; at least one
   */
  public static Parameters of(Map<String, Shape> shapes) {
    return new Parameters(new Store(new FlatLayout(shapes)), false);
  }

  /** The same parameters as constants: graphs built on this view never give them gradients. */
  public Parameters frozen() {
    return new Parameters(store, true);
  }

  /** Whether this is a {@link #frozen()} view. */
  public boolean isFrozen() {
    return frozen;
  }

  /** All names, in order. */
  public List<String> names() {
    return layout().names();
  }

  /** The shape of a parameter. */
  public Shape shape(String name) {
    return layout().shape(name);
  }

  /** The number of parameters, all tensors together. */
  public long count() {
    return layout().count();
  }

  /** A copy of a parameter's values, row-major. */
  public float[] get(String name) {
    return store.values.get(name);
  }

  /** Sets a parameter's values, row-major; refuses another number of values. */
  public void set(String name, float[] values) {
    store.values.set(name, values);
    changed();
  }

  /** Copies all values from parameters of the same names and shapes. */
  public void copyFrom(Parameters other) {
    store.values.copyFrom(other.store.values);
    changed();
  }

  /**
   * Moves all values towards another network's: {@code value += rate * (other - value)}, as target
   * networks do.
   */
  public void moveTowards(Parameters other, float rate) {
    store.values.moveTowards(other.store.values, rate);
    changed();
  }

  /** The first parameter that holds a value which is not finite; null if there is none. */
  public @Nullable String firstNotFinite() {
    return store.values.firstNotFinite();
  }

  /** The gradients that plans add to unless they are compiled with gradients of their own. */
  public Gradients gradients() {
    return store.gradients();
  }

  /** Gradients of their own for one replica of a plan; the caller closes them. */
  public Gradients newGradients() {
    return new Gradients(layout());
  }

  public FlatLayout layout() {
    return store.layout;
  }

  /** All values; whoever writes to them says so by {@link #changed}. */
  public FlatTensor values() {
    return store.values;
  }

  /** Says that values were written. */
  public void changed() {
    store.version++;
  }

  /** How often values were written: while it stays the same, they do. */
  long version() {
    return store.version;
  }

  Object store() {
    return store;
  }

  /** Returns the native memory of the parameters and of {@link #gradients()}. */
  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return "Parameters" + new LinkedHashMap<>(layout().shapes());
  }

  private static final class Store {
    final FlatLayout layout;
    final FlatTensor values;
    private final Gradients gradients;
    private long version;

    Store(FlatLayout layout) {
      this.layout = layout;
      this.values = new FlatTensor(layout);
      this.gradients = new Gradients(layout);
    }

    Gradients gradients() {
      return gradients;
    }

    void close() {
      values.close();
      gradients.close();
    }
  }
}
