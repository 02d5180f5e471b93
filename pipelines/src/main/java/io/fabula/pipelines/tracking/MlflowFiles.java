package io.fabula.pipelines.tracking;

import io.fabula.model.files.AtomicFile;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.store.Digests;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes runs in the layout of MLflow's file store, which {@code mlflow migrate-filestore} turns
 * into a database and which MLflow itself read up to version 3.6.
 */
public final class MlflowFiles {
  private static final int FINISHED = 3;
  private static final int LOCAL = 4;
  private static final int ID_DIGITS = 32;
  private static final int EXPERIMENT_DIGITS = 17;

  private final Path root;

  /** A store in a directory, which is made if need be. */
  public MlflowFiles(Path root) {
    this.root = root;
  }

  /**
   * Writes a run; the same run written again takes the same place.
   *
   * @return its directory
   * @throws UsageProblem if the directory holds something else
   */
  public Path write(TrackedRun run) throws IOException {
    requireStore();
    Files.createDirectories(root.resolve(".trash"));
    experiment("0", "Default", run.startMillis());
    String experiment = experimentId(run.experiment());
    experiment(experiment, run.experiment(), run.startMillis());
    String id = Digests.of("mlflow run " + run.id()).substring(0, ID_DIGITS);
    Path directory = root.resolve(experiment).resolve(id);
    for (String each : List.of("metrics", "params", "tags", "artifacts")) {
      Files.createDirectories(directory.resolve(each));
    }
    for (Map.Entry<String, String> each : run.parameters().entrySet()) {
      put(directory.resolve("params"), each.getKey(), each.getValue());
    }
    for (Map.Entry<String, String> each : run.tags().entrySet()) {
      put(directory.resolve("tags"), each.getKey(), each.getValue());
    }
    for (Map.Entry<String, StringBuilder> each : lines(run).entrySet()) {
      put(directory.resolve("metrics"), each.getKey(), each.getValue().toString());
    }
    for (Map.Entry<String, Path> each : run.files().entrySet()) {
      Path target = directory.resolve("artifacts").resolve(each.getKey());
      Files.createDirectories(target.getParent());
      Files.copy(each.getValue(), target, StandardCopyOption.REPLACE_EXISTING);
    }
    AtomicFile.write(directory.resolve("meta.yaml"), yaml(meta(run, experiment, id, directory)));
    return directory;
  }

  private void requireStore() throws IOException {
    if (!Files.exists(root)) return;
    if (Files.isDirectory(root)) {
      try (Stream<Path> inside = Files.list(root)) {
        if (inside.findAny().isEmpty() || Files.exists(root.resolve("0/meta.yaml"))) return;
      }
    }
    throw new UsageProblem(
        "--out must be a new or empty directory or one of MLflow's file stores, got " + root);
  }

  /** A number that belongs to the name, as MLflow generates them. */
  private static String experimentId(String name) {
    String digits = new BigInteger(Digests.of("mlflow experiment " + name), 16).toString();
    return "9" + digits.substring(0, EXPERIMENT_DIGITS);
  }

  private void experiment(String id, String name, long millis) throws IOException {
    Path directory = root.resolve(id);
    if (Files.exists(directory.resolve("meta.yaml"))) return;
    Files.createDirectories(directory);
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("artifact_location", directory.toAbsolutePath().toUri().toString());
    meta.put("creation_time", millis);
    meta.put("experiment_id", id);
    meta.put("last_update_time", millis);
    meta.put("lifecycle_stage", "active");
    meta.put("name", name);
    AtomicFile.write(directory.resolve("meta.yaml"), yaml(meta));
  }

  private static Map<String, Object> meta(
      TrackedRun run, String experiment, String id, Path directory) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("artifact_uri", directory.resolve("artifacts").toAbsolutePath().toUri().toString());
    meta.put("deleted_time", null);
    meta.put("end_time", run.endMillis());
    meta.put("entry_point_name", "");
    meta.put("experiment_id", experiment);
    meta.put("lifecycle_stage", "active");
    meta.put("run_id", id);
    meta.put("run_name", run.id());
    meta.put("run_uuid", id);
    meta.put("source_name", "");
    meta.put("source_type", LOCAL);
    meta.put("source_version", "");
    meta.put("start_time", run.startMillis());
    meta.put("status", FINISHED);
    meta.put("tags", List.of());
    meta.put("user_id", "fabula");
    return meta;
  }

  private static Map<String, StringBuilder> lines(TrackedRun run) {
    Map<String, StringBuilder> lines = new LinkedHashMap<>();
    for (TrackedRun.Point each : run.points()) {
      lines
          .computeIfAbsent(each.key(), key -> new StringBuilder())
          .append(each.timeMillis())
          .append(' ')
          .append(each.value())
          .append(' ')
          .append(each.step())
          .append('\n');
    }
    return lines;
  }

  private static void put(Path below, String key, String value) throws IOException {
    Path file = below.resolve(key).normalize();
    if (!file.startsWith(below)) throw new IOException("the key " + key + " leaves its directory");
    Files.createDirectories(file.getParent());
    Files.writeString(file, value, StandardCharsets.UTF_8);
  }

  /** One key per line; JSON's values are YAML's. */
  private static byte[] yaml(Map<String, Object> values) {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (key, value) ->
            text.append(key)
                .append(": ")
                .append(value == null ? "null" : Json.line(value))
                .append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
