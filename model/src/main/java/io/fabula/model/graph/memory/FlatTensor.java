package io.fabula.model.graph.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One value per parameter in one native block, by name and as a whole. */
public final class FlatTensor implements AutoCloseable {
  private final FlatLayout layout;
  private final NativeBlock block;
  private final Tensor whole;
  private final Map<String, Tensor> parts = new LinkedHashMap<>();

  public FlatTensor(FlatLayout layout) {
    this.layout = layout;
    block = new NativeBlock(layout.length());
    whole = new Tensor(layout.length());
    whole.place(block, 0);
    for (String name : layout.names()) {
      Tensor part = new Tensor(layout.shape(name).size());
      part.place(block, layout.offset(name));
      parts.put(name, part);
    }
  }

  public FlatLayout layout() {
    return layout;
  }

  public Tensor whole() {
    return whole;
  }

  Tensor part(String name) {
    Tensor part = parts.get(name);
    if (part == null) throw new IllegalArgumentException("no parameter is called " + name);
    return part;
  }

  /** Part of a parameter's tensor. */
  public Tensor view(String name, int from, int size) {
    Tensor view = new Tensor(size);
    view.place(block, (long) layout.offset(name) + from);
    return view;
  }

  public float[] get(String name) {
    Tensor part = part(name);
    float[] values = new float[part.size()];
    part.load(0, values, values.length);
    return values;
  }

  public void set(String name, float[] values) {
    Tensor part = part(name);
    if (values.length != part.size()) {
      throw new IllegalArgumentException(
          name + " has shape " + layout.shape(name) + ", got " + values.length + " values");
    }
    part.store(0, values, values.length);
  }

  public void copyFrom(FlatTensor other) {
    moveTowards(other, 1f);
  }

  public void moveTowards(FlatTensor other, float rate) {
    if (!layout.shapes().equals(other.layout.shapes())
        || !layout.names().equals(other.layout.names())) {
      throw new IllegalArgumentException("the parameters differ in names or shapes");
    }
    float[] mine = new float[ScratchBuffers.SIZE];
    float[] theirs = new float[ScratchBuffers.SIZE];
    for (int from = 0; from < layout.length(); from += ScratchBuffers.SIZE) {
      int n = Math.min(ScratchBuffers.SIZE, layout.length() - from);
      other.whole.load(from, theirs, n);
      if (rate != 1f) {
        whole.load(from, mine, n);
        for (int i = 0; i < n; i++) theirs[i] = mine[i] + rate * (theirs[i] - mine[i]);
      }
      whole.store(from, theirs, n);
    }
  }

  public void zero() {
    float[] zeros = new float[ScratchBuffers.SIZE];
    for (int from = 0; from < layout.length(); from += ScratchBuffers.SIZE) {
      whole.store(from, zeros, Math.min(ScratchBuffers.SIZE, layout.length() - from));
    }
  }

  /** The name of the first part that holds a value which is not finite; null if there is none. */
  public @Nullable String firstNotFinite() {
    float[] tile = new float[ScratchBuffers.SIZE];
    for (var each : parts.entrySet()) {
      Tensor part = each.getValue();
      for (int from = 0; from < part.size(); from += ScratchBuffers.SIZE) {
        int n = Math.min(ScratchBuffers.SIZE, part.size() - from);
        part.load(from, tile, n);
        for (int i = 0; i < n; i++) if (!Float.isFinite(tile[i])) return each.getKey();
      }
    }
    return null;
  }

  @Override
  public void close() {
    block.close();
  }
}
