package io.fabula.pipelines.tracking;

import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.runs.RecordedRun;
import io.fabula.pipelines.runs.RunArtifacts;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.ArtifactId;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.store.Signature;
import io.fabula.pipelines.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A complete run in the terms of tracking systems.
 *
 * @param id the run's
 * @param experiment what it is filed under
 * @param startMillis when its first artifact was begun, milliseconds since 1970
 * @param endMillis when it was last worked on
 * @param parameters its settings by key
 * @param tags profile, study and signatures
 * @param points its metrics, curves of trainings step by step
 * @param files what is kept with it, by path
 */
public record TrackedRun(
    String id,
    String experiment,
    long startMillis,
    long endMillis,
    Map<String, String> parameters,
    Map<String, String> tags,
    List<Point> points,
    Map<String, Path> files) {
  private static final long LARGEST_FILE = 64L << 20;

  /**
   * One measurement.
   *
   * @param key of the metric, such as {@code evaluate-agents/best_mean}
   * @param value finite
   * @param timeMillis when it was measured, milliseconds since 1970
   * @param step 0 for what is measured once
   */
  public record Point(String key, double value, long timeMillis, long step) {}

  public TrackedRun {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    points = List.copyOf(points);
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /**
   * A run of a store.
   *
   * @param experiment what it is filed under; the study's name if empty
   * @throws UsageProblem if the run is not complete
   */
  public static TrackedRun of(Store store, RecordedRun run, String experiment) {
    if (!run.isComplete() || run.stages().isEmpty()) {
      throw new UsageProblem(
          "run %s is not complete; finish it with ./fabula run first".formatted(run.id()));
    }
    Map<String, String> tags = tags(run);
    List<Point> points = new ArrayList<>();
    Map<String, Path> files = new TreeMap<>();
    long start = run.last().toEpochMilli();
    for (Map.Entry<String, RunArtifacts.Entry> each : run.stages().entrySet()) {
      String stage = each.getKey();
      RunArtifacts.Entry entry = each.getValue();
      ArtifactId id = new ArtifactId(entry.study(), stage, new Signature(entry.signature()));
      if (!(store.lookup(id) instanceof Lookup.Found found)) continue;
      Artifact artifact = found.artifact();
      long made = Instant.parse(artifact.manifest().start()).toEpochMilli();
      start = Math.min(start, made);
      tags.put("fabula.signature." + stage, entry.signature());
      artifact
          .manifest()
          .metrics()
          .forEach(
              (name, value) -> {
                if (Double.isFinite(value)) {
                  points.add(new Point(stage + "/" + name, value, made, 0));
                }
              });
      points.addAll(TrainingCurves.of(stage, artifact, made));
      files(stage, artifact, files);
    }
    Path settings = run.directory().resolve(RecordedRun.CONFIG);
    if (Files.isRegularFile(settings)) files.put(RecordedRun.CONFIG, settings);
    return new TrackedRun(
        run.id(),
        filed(run, experiment),
        start,
        Math.max(start, run.last().toEpochMilli()),
        run.settings(),
        tags,
        points,
        files);
  }

  /**
   * A run that is at work: its settings alone.
   *
   * @param experiment what it is filed under; the study's name if empty
   * @param millis when it begins, milliseconds since 1970
   */
  public static TrackedRun begun(RecordedRun run, String experiment, long millis) {
    return new TrackedRun(
        run.id(),
        filed(run, experiment),
        millis,
        millis,
        run.settings(),
        tags(run),
        List.of(),
        Map.of());
  }

  private static String filed(RecordedRun run, String experiment) {
    return experiment.isEmpty() ? run.study() : experiment;
  }

  private static Map<String, String> tags(RecordedRun run) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("mlflow.runName", run.id());
    tags.put("mlflow.source.name", "fabula");
    tags.put("mlflow.source.type", "LOCAL");
    tags.put("fabula.study", run.study());
    tags.put("fabula.profile", run.profile());
    return tags;
  }

  /** Figures with their numbers, pictures, videos, and weights at the artifact's top. */
  private static void files(String stage, Artifact artifact, Map<String, Path> files) {
    for (Part part : artifact.manifest().parts()) {
      boolean weights = part.kind() == Part.Kind.TENSORS && !part.path().contains("/");
      boolean shown = part.kind() == Part.Kind.NUMBERS || part.kind() == Part.Kind.OTHER;
      if ((weights || shown) && part.bytes() <= LARGEST_FILE) {
        files.put(stage + "/" + part.path(), artifact.file(part.path()));
      }
    }
  }
}
