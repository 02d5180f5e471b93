package io.fabula.pipelines.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.stages.PlannedStage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The list of what a run is made of, for programs; it lies in the run's directory.
 *
 * @param stages in the order of the chain
 */
public record RunArtifacts(Map<String, Entry> stages) {
  /** Name of the file in the run's directory. */
  public static final String FILE = "artifacts.json";

  /**
   * What one stage made.
   *
   * @param study whose stage it is
   * @param signature names it in the store
   * @param path of its directory, relative to the store
   * @param contentHash what it says, independent of time, host and runner
   * @param metrics single numbers about it
   */
  public record Entry(
      String study,
      String signature,
      String path,
      String contentHash,
      Map<String, Double> metrics) {
    public Entry {
      metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }
  }

  public RunArtifacts {
    stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
  }

  /** The artifacts of stages that are complete. */
  public static RunArtifacts of(Store store, List<PlannedStage> planned) {
    Map<String, Entry> stages = new LinkedHashMap<>();
    Path root = Path.of(store.location());
    for (PlannedStage each : planned) {
      String name = each.stage().name();
      Artifact artifact = store.artifact(each.id());
      stages.put(
          name,
          new Entry(
              each.id().study(),
              each.signature().hex(),
              root.relativize(Path.of(artifact.location())).toString().replace('\\', '/'),
              artifact.manifest().contentHash(),
              artifact.manifest().metrics()));
    }
    return new RunArtifacts(stages);
  }

  /** The list as text, in the order of the chain. */
  public byte[] json() {
    ObjectNode listed = JsonNodeFactory.instance.objectNode();
    stages.forEach((name, entry) -> listed.set(name, Json.tree(entry)));
    return Json.pretty(JsonNodeFactory.instance.objectNode().set("stages", listed));
  }

  /** This list behind what another says of further stages. */
  public RunArtifacts added(Optional<RunArtifacts> before) {
    Map<String, Entry> all = new LinkedHashMap<>();
    before.ifPresent(other -> all.putAll(other.stages));
    all.putAll(stages);
    return new RunArtifacts(all);
  }

  /** The list in a run's directory; empty if there is none or it cannot be read. */
  public static Optional<RunArtifacts> in(Path run) {
    try {
      JsonNode tree = Json.read(Files.readAllBytes(run.resolve(FILE)), JsonNode.class);
      Map<String, Entry> stages = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> each : tree.path("stages").properties()) {
        Map<String, Double> metrics = new TreeMap<>();
        each.getValue()
            .path("metrics")
            .properties()
            .forEach(metric -> metrics.put(metric.getKey(), metric.getValue().asDouble()));
        stages.put(
            each.getKey(),
            new Entry(
                each.getValue().path("study").asText(),
                each.getValue().path("signature").asText(),
                each.getValue().path("path").asText(),
                each.getValue().path("content_hash").asText(),
                metrics));
      }
      return stages.isEmpty() ? Optional.empty() : Optional.of(new RunArtifacts(stages));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
