package io.fabula.model.workloads;

import io.fabula.model.graph.Gradients;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run of a workload computed, short enough to be compared with another implementation.
 *
 * @param values losses and norms by name
 * @param tensors outputs or gradients, after clipping, by name
 */
public record ReferenceOutputs(Map<String, Double> values, Map<String, Trace> tensors) {
  /**
   * A tensor in two numbers.
   *
   * @param norm its Euclidean norm
   * @param projection its inner product with {@link HashTensors#direction}, which sees signs and
   *     order
   */
  public record Trace(double norm, double projection) {
    /** The trace of values in PyTorch's order. */
    public static Trace of(String name, float[] values) {
      HashTensors.Sequence direction = HashTensors.direction(name);
      double squares = 0;
      double projection = 0;
      for (int i = 0; i < values.length; i++) {
        squares += (double) values[i] * values[i];
        projection += values[i] * direction.at(i);
      }
      return new Trace(Math.sqrt(squares), projection);
    }
  }

  public ReferenceOutputs {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** Values and the gradients of all {@code names}. */
  public static ReferenceOutputs of(
      Map<String, Double> values, Gradients gradients, Iterable<String> names) {
    Map<String, Trace> traces = new LinkedHashMap<>();
    for (String name : names) traces.put(name, Trace.of(name, gradients.get(name)));
    return new ReferenceOutputs(values, traces);
  }
}
