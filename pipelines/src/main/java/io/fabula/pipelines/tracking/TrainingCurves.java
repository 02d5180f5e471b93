package io.fabula.pipelines.tracking;

import io.fabula.pipelines.runs.SweptRun;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The training logs of an artifact as metrics by step, one curve per column and seed. */
public final class TrainingCurves {
  private static final String LOG = "training_log";
  private static final List<String> STEPS = List.of("timesteps", "episode");

  /** Longer curves are thinned, evenly. */
  private static final int MOST = 2000;

  private TrainingCurves() {}

  static List<TrackedRun.Point> of(String stage, Artifact artifact, long timeMillis) {
    Map<String, List<TrackedRun.Point>> curves = new LinkedHashMap<>();
    for (Part part : artifact.manifest().parts()) {
      if (part.kind() != Part.Kind.TABLE || !part.path().contains(LOG)) continue;
      TableSchema schema = TableReader.schema(artifact.file(part.path()));
      Optional<String> step =
          STEPS.stream()
              .filter(name -> schema.columns().stream().anyMatch(c -> c.name().equals(name)))
              .findFirst();
      if (step.isEmpty()) continue;
      List<String> measured =
          schema.columns().stream()
              .filter(c -> c.type() == Column.Type.DOUBLE || c.type() == Column.Type.FLOAT)
              .map(Column::name)
              .toList();
      TableReader.forEach(
          artifact.file(part.path()),
          schema,
          row -> {
            for (String name : measured) {
              double value = row.numberOrNaN(name);
              if (!Double.isFinite(value)) continue;
              String key = "%s/seed_%d/%s".formatted(stage, row.longInteger("seed"), name);
              curves
                  .computeIfAbsent(key, made -> new ArrayList<>())
                  .add(new TrackedRun.Point(key, value, timeMillis, row.longInteger(step.get())));
            }
          });
    }
    List<TrackedRun.Point> points = new ArrayList<>();
    curves.values().forEach(curve -> points.addAll(thinned(curve)));
    return points;
  }

  /** The curves of an artifact by column, one line per seed. */
  public static Map<String, List<SweptRun.Line>> lines(String stage, Artifact artifact) {
    Map<String, List<TrackedRun.Point>> bySeed = new LinkedHashMap<>();
    for (TrackedRun.Point each : of(stage, artifact, 0)) {
      bySeed.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each);
    }
    Map<String, List<SweptRun.Line>> lines = new LinkedHashMap<>();
    bySeed.forEach(
        (key, points) ->
            lines
                .computeIfAbsent(key.substring(key.lastIndexOf('/') + 1), name -> new ArrayList<>())
                .add(
                    new SweptRun.Line(
                        points.stream().mapToDouble(TrackedRun.Point::step).toArray(),
                        points.stream().mapToDouble(TrackedRun.Point::value).toArray())));
    return lines;
  }

  private static List<TrackedRun.Point> thinned(List<TrackedRun.Point> curve) {
    if (curve.size() <= MOST) return curve;
    List<TrackedRun.Point> thinned = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      thinned.add(curve.get((int) ((long) i * (curve.size() - 1) / (MOST - 1))));
    }
    return thinned;
  }
}
