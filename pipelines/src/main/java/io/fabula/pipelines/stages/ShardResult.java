package io.fabula.pipelines.stages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.store.Part;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a shard made.
 *
 * @param shard its index
 * @param parts the files it wrote
 * @param metrics single numbers
 * @param summary a small partial result to fold, or JSON null
 * @param startMillis when it began, in milliseconds since 1970
 * @param workSeconds how long it worked
 */
public record ShardResult(
    int shard,
    List<Part> parts,
    Map<String, Double> metrics,
    @Nullable JsonNode summary,
    long startMillis,
    double workSeconds) {
  public ShardResult {
    parts = List.copyOf(parts);
    metrics = new TreeMap<>(Map.copyOf(metrics));
    summary = summary == null ? NullNode.getInstance() : summary;
  }

  /** The partial result as a value. */
  public <T> T summary(Class<T> type) {
    if (summary == null || summary.isNull()) {
      throw new IllegalStateException("shard " + shard + " left no summary");
    }
    try {
      return Json.read(summary, type);
    } catch (IOException e) {
      throw new IllegalStateException("shard " + shard + ": " + Json.reason(e), e);
    }
  }

  /**
   * The part with a path.
   *
   * @throws IllegalArgumentException if the shard wrote none of that path
   */
  public Part part(String path) {
    return parts.stream()
        .filter(each -> each.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("shard " + shard + " wrote no " + path));
  }
}
