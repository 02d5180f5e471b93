package io.fabula.pipelines.exports;

import io.fabula.pipelines.datasets.Spaces;
import io.fabula.pipelines.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Observation and action spaces as Minari 0.5 writes Gymnasium's: JSON in a string. */
final class MinariSpaces {
  private MinariSpaces() {}

  static String observation(Spaces.Observation seen) {
    return Json.line(
        box(
            seen.type(),
            seen.shape(),
            bound(seen.minimum(), "-Infinity"),
            bound(seen.maximum(), "Infinity")));
  }

  static String action(Spaces.Actions actions) {
    if (actions.slate() > 0) {
      Map<String, Object> space = new LinkedHashMap<>();
      space.put("type", "MultiDiscrete");
      space.put("dtype", "int64");
      space.put("nvec", Collections.nCopies(actions.slate(), actions.count()));
      space.put("start", Collections.nCopies(actions.slate(), 0));
      return Json.line(space);
    }
    if (actions.width() == 0) return Json.line(discrete(actions.count()));
    Map<String, Object> subspaces = new LinkedHashMap<>();
    subspaces.put("index", discrete(actions.count()));
    subspaces.put("parameters", parameters(actions));
    return Json.line(Map.of("type", "Dict", "subspaces", subspaces));
  }

  private static Map<String, Object> discrete(int count) {
    Map<String, Object> space = new LinkedHashMap<>();
    space.put("type", "Discrete");
    space.put("dtype", "int64");
    space.put("start", 0);
    space.put("n", count);
    return space;
  }

  /** The widest range of each place; places that an action leaves empty hold 0. */
  private static Map<String, Object> parameters(Spaces.Actions actions) {
    List<Double> low = new ArrayList<>(Collections.nCopies(actions.width(), 0.0));
    List<Double> high = new ArrayList<>(Collections.nCopies(actions.width(), 0.0));
    for (List<Spaces.Range> ranges : actions.parameters()) {
      for (int i = 0; i < ranges.size(); i++) {
        low.set(i, Math.min(low.get(i), ranges.get(i).minimum()));
        high.set(i, Math.max(high.get(i), ranges.get(i).maximum()));
      }
    }
    Map<String, Object> space = new LinkedHashMap<>();
    space.put("type", "Box");
    space.put("dtype", "float32");
    space.put("shape", List.of(actions.width()));
    space.put("low", low);
    space.put("high", high);
    return space;
  }

  private static Map<String, Object> box(
      String type, List<Integer> shape, Object low, Object high) {
    Map<String, Object> space = new LinkedHashMap<>();
    space.put("type", "Box");
    space.put("dtype", type);
    space.put("shape", shape);
    space.put("low", filled(shape, 0, low));
    space.put("high", filled(shape, 0, high));
    return space;
  }

  /** NumPy takes the words for infinity too. */
  private static Object bound(@Nullable Double bound, String unbounded) {
    if (bound == null) return unbounded;
    return bound == Math.rint(bound) ? (Object) bound.longValue() : bound;
  }

  private static Object filled(List<Integer> shape, int axis, Object value) {
    if (axis == shape.size()) return value;
    return Collections.nCopies(shape.get(axis), filled(shape, axis + 1, value));
  }
}
