package io.fabula.pipelines.studies;

import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.stages.PlannedStage;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.RunDirectory;
import io.fabula.pipelines.store.Store;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The machine-readable list of a run's artifacts, {@code artifacts.json} in its directory.
 *
 * @param format version of this layout
 * @param study name of the study
 * @param profile the profile its settings began with
 * @param seed root seed
 * @param artifacts those that are complete, by stage, producers first
 */
public record RunArtifacts(
    int format, String study, String profile, long seed, Map<String, Entry> artifacts) {
  /** Name of the file. */
  public static final String FILE = "artifacts.json";

  private static final int FORMAT = 1;

  /** Keeps the order of the chain. */
  public RunArtifacts {
    artifacts = new LinkedHashMap<>(artifacts);
  }

  /**
   * One artifact.
   *
   * @param study name of the study that it belongs to
   * @param signature of the artifact
   * @param path its directory, relative to the directory of the run
   * @param contentHash what it says, whatever its encoding
   * @param metrics single numbers about it, by name
   */
  public record Entry(
      String study,
      String signature,
      String path,
      String contentHash,
      Map<String, Double> metrics) {}

  /** Writes the list of those stages that are complete. */
  public static void write(
      ResolvedStudy<?> resolved, Store store, List<PlannedStage> stages, RunDirectory run) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (PlannedStage each : stages) {
      if (!(store.lookup(each.id()) instanceof Lookup.Found found)) continue;
      Manifest manifest = found.artifact().manifest();
      entries.put(
          each.stage().name(),
          new Entry(
              manifest.study(),
              manifest.signature().toString(),
              run.path().relativize(Path.of(found.artifact().location())).toString(),
              manifest.contentHash(),
              manifest.metrics()));
    }
    RunArtifacts list =
        new RunArtifacts(
            FORMAT, resolved.study().name(), resolved.profile(), resolved.seed(), entries);
    run.write(FILE, Json.pretty(list));
  }
}
