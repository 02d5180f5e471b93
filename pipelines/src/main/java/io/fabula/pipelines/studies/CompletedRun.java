package io.fabula.pipelines.studies;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.stages.PlannedStage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Digests;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run whose stages are all complete, for its report.
 *
 * @param <C> the record that holds the settings
 */
public final class CompletedRun<C extends Record> {
  private final ResolvedStudy<C> resolved;
  private final Map<String, Artifact> artifacts = new LinkedHashMap<>();

  /** Opens the artifacts of all stages of a plan. */
  public CompletedRun(ResolvedStudy<C> resolved, Store store, List<PlannedStage> stages) {
    this.resolved = resolved;
    for (PlannedStage each : stages) {
      String name = each.stage().name();
      artifacts.put(name, store.artifact(each.id()));
    }
  }

  /** The study with its settings. */
  public ResolvedStudy<C> resolved() {
    return resolved;
  }

  /** The artifact of a stage. */
  public Artifact artifact(String stage) {
    Artifact artifact = artifacts.get(stage);
    if (artifact == null) throw new IllegalArgumentException("the chain has no stage " + stage);
    return artifact;
  }

  /**
   * A metric of a stage's artifact.
   *
   * @throws io.fabula.pipelines.problems.DataProblem if it has none of that name
   */
  public double metric(String stage, String name) {
    return artifact(stage).manifest().metric(name);
  }

  /** All settings with their origins. */
  public List<Report.Setting> settings() {
    List<Report.Setting> settings = new ArrayList<>();
    resolved
        .origins()
        .forEach(
            (key, origin) ->
                settings.add(new Report.Setting(key, resolved.valueOf(key).toString(), origin)));
    return settings;
  }

  /** What the report was made from, producers first. */
  public List<Report.Artifact> lineage() {
    return artifacts.values().stream().map(CompletedRun::describe).toList();
  }

  private static Report.Artifact describe(Artifact artifact) {
    Manifest manifest = artifact.manifest();
    return new Report.Artifact(
        "%s, version %d".formatted(manifest.stage(), manifest.version()),
        manifest.signature().toString(),
        manifest.inputs().values().stream().map(input -> input.signature().toString()).toList(),
        String.format(
            Locale.ROOT,
            "%,d rows in %d parts, %,d bytes, content %s",
            manifest.rows(),
            manifest.parts().size(),
            manifest.bytes(),
            manifest.contentHash().substring(0, 12)),
        String.format(
            Locale.ROOT,
            "%s, %.1f s of work on %s",
            manifest.start().substring(0, 19).replace('T', ' '),
            manifest.workSeconds(),
            manifest.runner()),
        artifact.location());
  }

  /** A digest of all that the report is made from. */
  public String digest() {
    List<Object> parts = new ArrayList<>();
    for (Artifact each : artifacts.values()) {
      Manifest manifest = each.manifest();
      parts.add(
          List.of(
              manifest.stage(), manifest.signature(), manifest.start(), manifest.contentHash()));
    }
    return Digests.of(Json.canonical(parts));
  }
}
