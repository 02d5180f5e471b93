package io.fabula.model.graph.memory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where each named tensor lies in a flat buffer; each begins on a cache line. */
public final class FlatLayout {
  private final Map<String, Shape> shapes;
  private final Map<String, Integer> offsets = new LinkedHashMap<>();
  private final int length;
  private final long count;

  public FlatLayout(Map<String, Shape> shapes) {
    if (shapes.isEmpty()) throw new IllegalArgumentException("there must be at least 1 parameter");
    this.shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    long offset = 0;
    long elements = 0;
    for (var entry : this.shapes.entrySet()) {
      offsets.put(entry.getKey(), Math.toIntExact(offset));
      elements += entry.getValue().size();
      offset += NativeBlock.aligned(entry.getValue().size());
    }
    length = Math.toIntExact(offset);
    count = elements;
  }

  public Map<String, Shape> shapes() {
    return shapes;
  }

  public List<String> names() {
    return List.copyOf(shapes.keySet());
  }

  public Shape shape(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException(
          "no parameter is called " + name + "; there are " + names());
    }
    return shape;
  }

  int offset(String name) {
    shape(name);
    return offsets.getOrDefault(name, 0);
  }

  /** Floats of the flat buffer, the zeros between tensors included. */
  public int length() {
    return length;
  }

  /** Floats of the tensors alone. */
  public long count() {
    return count;
  }
}
