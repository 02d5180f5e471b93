package io.fabula.pipelines.tracking;

import io.fabula.pipelines.runs.SweptRun;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.tables.CurveColumns;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The training logs of an artifact as metrics by step, one curve per column and training. */
public final class TrainingCurves {
  /** Longer curves are thinned, evenly. */
  private static final int MOST = 2000;

  private TrainingCurves() {}

  static List<TrackedRun.Point> of(String stage, Artifact artifact, long timeMillis) {
    Map<String, List<TrackedRun.Point>> curves = new LinkedHashMap<>();
    for (Part part : artifact.manifest().parts()) {
      if (part.kind() != Part.Kind.TABLE) continue;
      Path file = artifact.file(part.path());
      TableSchema schema = TableReader.schema(file);
      Optional<CurveColumns> columns = CurveColumns.of(schema);
      if (columns.isEmpty()) continue;
      TableReader.forEach(
          file,
          schema,
          row -> {
            double at = row.numberOrNaN(columns.get().step());
            if (Double.isNaN(at)) return;
            String training = CurveColumns.training(row, part.path());
            for (String name : columns.get().measured()) {
              double value = row.numberOrNaN(name);
              if (!Double.isFinite(value)) continue;
              String key = CurveColumns.key(stage, training, name);
              curves
                  .computeIfAbsent(key, made -> new ArrayList<>())
                  .add(new TrackedRun.Point(key, value, timeMillis, (long) at));
            }
          });
    }
    List<TrackedRun.Point> points = new ArrayList<>();
    curves.values().forEach(curve -> points.addAll(thinned(curve)));
    return points;
  }

  /** The curves of an artifact by column, one line per training. */
  public static Map<String, List<SweptRun.Line>> lines(String stage, Artifact artifact) {
    Map<String, List<TrackedRun.Point>> byTraining = new LinkedHashMap<>();
    for (TrackedRun.Point each : of(stage, artifact, 0)) {
      byTraining.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each);
    }
    Map<String, List<SweptRun.Line>> lines = new LinkedHashMap<>();
    byTraining.forEach(
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
