package io.fabula.pipelines.studies.doorkey.originals;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The file that says what a run is and where its chunks are:
 *
 * <pre>
 * {"version": 1, "run": "dk5-s0", "env": {"name": "doorkey-5"}, "seed": 0,
 *  "phase1": {"model": "pia/", "stats": "pia/stats.parquet", "snapshot": "ema0.5"},
 *  "phase2": {"model": "phi/", "episodesA": "phi/a.parquet", "episodesB0": "phi/b0.parquet"},
 *  "phase3": {"model": "pib/", "stats": "pib/stats.parquet"},
 *  "hyper": {"policy.learning_rate": 0.001}}
 * </pre>
 *
 * <p>Relative paths begin at the file. Phases and their keys may be left out; {@code hyper} holds
 * settings of the study. The tables are directories of parts, one for each chunk.
 */
public final class ResourceDictionary {
  private static final int VERSION = 1;
  private static final List<String> KEYS =
      List.of("version", "run", "env", "seed", "phase1", "phase2", "phase3", "hyper");
  private static final Map<String, Map<String, String>> PHASES = new LinkedHashMap<>();

  static {
    PHASES.put("phase1", Map.of("model", "pia/", "stats", "pia/stats.parquet", "snapshot", ""));
    PHASES.put(
        "phase2",
        Map.of("model", "phi/", "episodesA", "phi/a.parquet", "episodesB0", "phi/b0.parquet"));
    PHASES.put("phase3", Map.of("model", "pib/", "stats", "pib/stats.parquet"));
  }

  private final Path file;
  private final JsonNode root;

  private ResourceDictionary(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads a dictionary.
   *
   * @throws DataProblem if it is none, or has a key that means nothing
   */
  public static ResourceDictionary read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UsageProblem("--resources: there is no file " + Shown.value(file.toString()));
    }
    JsonNode root;
    try {
      root = Json.read(Files.readAllBytes(file), JsonNode.class);
    } catch (IOException e) {
      throw problem(file, "is not JSON (" + Json.reason(e) + ")");
    }
    ResourceDictionary dictionary = new ResourceDictionary(file, root);
    dictionary.check();
    return dictionary;
  }

  private static DataProblem problem(Path file, String finding) {
    return new DataProblem(file, finding, "correct the dictionary");
  }

  private void check() {
    if (!root.isObject()) throw problem(file, "is no JSON object");
    known(root, "", KEYS);
    if (root.path("version").asInt() != VERSION) {
      throw problem(file, "expected \"version\": 1, got " + root.path("version"));
    }
    for (Map.Entry<String, Map<String, String>> phase : PHASES.entrySet()) {
      JsonNode given = root.path(phase.getKey());
      known(given, phase.getKey() + ".", List.copyOf(phase.getValue().keySet()));
      given
          .fields()
          .forEachRemaining(
              each -> {
                if (!each.getValue().isTextual()) {
                  throw problem(
                      file,
                      "%s.%s must be a text, got %s"
                          .formatted(phase.getKey(), each.getKey(), each.getValue()));
                }
              });
    }
    known(root.path("env"), "env.", List.of("name", "obs"));
    JsonNode seed = root.path("seed");
    if (!seed.isMissingNode() && !seed.isIntegralNumber()) {
      throw problem(file, "seed must be a whole number, got " + seed);
    }
    for (String each : List.of("env", "phase1", "phase2", "phase3", "hyper")) {
      if (!root.path(each).isMissingNode() && !root.path(each).isObject()) {
        throw problem(file, each + " must be an object, got " + root.path(each));
      }
    }
  }

  private void known(JsonNode object, String prefix, List<String> keys) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (keys.contains(name)) return;
              throw problem(
                  file,
                  "unknown key %s%s%s"
                      .formatted(prefix, Shown.value(name), NearestName.hint(name, keys)));
            });
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** How the run is called; the file's name if it says nothing. */
  public String run() {
    return root.path("run").asText(file.getFileName().toString());
  }

  /** A text of the world's, such as {@code name}; empty if it says nothing. */
  public String environment(String key) {
    return root.path("env").path(key).asText();
  }

  /** The seed, if it says one. */
  public OptionalLong seed() {
    JsonNode seed = root.path("seed");
    return seed.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(seed.asLong());
  }

  /** A text of a phase, such as {@code snapshot}, or what it is where it says nothing. */
  String text(String phase, String key) {
    String usual = PHASES.getOrDefault(phase, Map.of()).getOrDefault(key, "");
    return root.path(phase).path(key).asText(usual);
  }

  /** A path of a phase, such as {@code model}. */
  public Path path(String phase, String key) {
    Path directory = file.toAbsolutePath().getParent();
    Path path = Path.of(text(phase, key));
    return directory == null ? path : directory.resolve(path).normalize();
  }

  /** Settings of the study, {@code key=value} each. */
  public List<String> hyper() {
    List<String> settings = new ArrayList<>();
    root.path("hyper")
        .fields()
        .forEachRemaining(
            each ->
                settings.add(
                    each.getKey()
                        + "="
                        + (each.getValue().isTextual()
                            ? each.getValue().asText()
                            : each.getValue().toString())));
    return settings;
  }
}
