package io.fabula.pipelines.exports;

import io.fabula.pipelines.datasets.Spaces;
import io.fabula.pipelines.tables.Column;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file {@code features.json} of TensorFlow Datasets: what the examples hold.
 *
 * <p>Source: {@code feature.proto} of TensorFlow Datasets 4.9, whose JSON form this is.
 */
final class RldsFeatures {
  private static final String PACKAGE = "tensorflow_datasets.core.features.";

  private RldsFeatures() {}

  /** An episode: what is known of all of it, and its steps. */
  static Map<String, Object> of(Spaces spaces, List<Column> extras) {
    Map<String, Object> episode = new TreeMap<>();
    episode.put("episode_id", scalar("int32"));
    episode.put("level_seed", scalar("int64"));
    episode.put("success", scalar("bool"));
    episode.put("truncated", scalar("bool"));
    episode.put("return_raw", scalar("float32"));
    Map<String, Object> steps = new TreeMap<>();
    steps.put("observation", observation(spaces.observation()));
    steps.put("action", action(spaces.action()));
    for (String each : List.of("reward", "discount")) steps.put(each, scalar("float32"));
    for (String each : List.of("is_first", "is_last", "is_terminal")) {
      steps.put(each, scalar("bool"));
    }
    for (Column each : extras) steps.put(each.name(), extra(each));
    episode.put(
        "steps",
        Map.of(
            "pythonClassName",
            PACKAGE + "dataset_feature.Dataset",
            "sequence",
            Map.of("feature", dictionary(steps), "length", "-1")));
    return dictionary(episode);
  }

  private static Map<String, Object> observation(Spaces.Observation seen) {
    if (!PngImage.holds(seen)) return tensor(seen.type(), seen.shape());
    return Map.of(
        "pythonClassName",
        PACKAGE + "image_feature.Image",
        "image",
        Map.of("dtype", "uint8", "encodingFormat", "png", "shape", shape(seen.shape())));
  }

  private static Map<String, Object> action(Spaces.Actions actions) {
    if (actions.slate() > 0) return tensor("int32", List.of(actions.slate()));
    if (actions.width() == 0) return scalar("int32");
    return dictionary(
        Map.of(
            "index", scalar("int32"), "parameters", tensor("float32", List.of(actions.width()))));
  }

  private static Map<String, Object> extra(Column column) {
    return switch (column.type()) {
      case INTS -> tensor("int32", column.shape());
      case FLOATS -> tensor("float32", column.shape());
      case FLOAT -> scalar("float32");
      case INT32 -> scalar("int32");
      default -> throw new IllegalArgumentException(column + " cannot be exported");
    };
  }

  private static Map<String, Object> dictionary(Map<String, Object> features) {
    return Map.of(
        "pythonClassName",
        PACKAGE + "features_dict.FeaturesDict",
        "featuresDict",
        Map.of("features", new TreeMap<>(features)));
  }

  private static Map<String, Object> scalar(String type) {
    return tensor(type, List.of());
  }

  private static Map<String, Object> tensor(String type, List<Integer> lengths) {
    return Map.of(
        "pythonClassName",
        PACKAGE + "tensor_feature.Tensor",
        "tensor",
        Map.of("dtype", type, "encoding", "none", "shape", shape(lengths)));
  }

  private static Map<String, Object> shape(List<Integer> lengths) {
    return lengths.isEmpty()
        ? Map.of()
        : Map.of("dimensions", lengths.stream().map(String::valueOf).toList());
  }
}
