package io.fabula.pipelines.datasets;

import io.fabula.analysis.Matrix;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The behaviour of each simulated rollout. */
public final class BehaviourTable {
  /** The table's file in its artifact. */
  public static final String PART = "behaviour_samples.parquet";

  /** One row per sample: its behaviour and how many of its rows voted for it. */
  public static final TableSchema SAMPLES =
      new TableSchema(
          "behaviour_samples",
          1,
          "A simulated rollout and its behaviour.",
          List.of(
              Column.of("sample_id", Column.Type.INT32).doc("id of the rollout"),
              Column.of("cluster", Column.Type.INT16).doc("its behaviour"),
              Column.of("votes", Column.Type.INT8).doc("its steps in that cluster")));

  /** The file of the clustered steps in the artifact. */
  public static final String ROWS_PART = "behaviour_rows.parquet";

  private BehaviourTable() {}

  /** One row per clustered step, with its place in the space of the clusters. */
  public static TableSchema rows(int dimensions) {
    return new TableSchema(
        "behaviour_rows",
        1,
        "A clustered step of a simulated rollout.",
        List.of(
            Column.of("sample_id", Column.Type.INT32).doc("id of the rollout"),
            Column.of("t", Column.Type.INT32).doc("number among its clustered steps, from 0"),
            Column.of("cluster", Column.Type.INT16).doc("cluster of the step"),
            Column.array("point", Column.Type.FLOATS, dimensions)
                .doc("its place in the space that was clustered")));
  }

  /**
   * The clustered steps, ordered by rollout and step.
   *
   * @param samples id of the rollout of each
   * @param steps number among the rollout's clustered steps, from 0
   * @param labels its cluster
   * @param points {@code [rows, dimensions]} its place in the space that was clustered
   */
  @SuppressWarnings("ArrayRecordComponent") // large; shared by agreement
  public record Rows(int[] samples, int[] steps, int[] labels, Matrix points) {
    /** Reads those of an artifact. */
    public static Rows read(Artifact artifact) {
      Path file = artifact.file(ROWS_PART);
      int dimensions = TableReader.header(file).shape("point").get(0);
      List<int[]> names = new ArrayList<>();
      List<float[]> places = new ArrayList<>();
      TableReader.forEach(
          file,
          rows(dimensions),
          row -> {
            names.add(
                new int[] {row.integer("sample_id"), row.integer("t"), row.integer("cluster")});
            places.add(row.floats("point"));
          });
      Matrix points = new Matrix(places.size(), dimensions);
      int at = 0;
      for (float[] place : places) for (float each : place) points.values()[at++] = each;
      return new Rows(column(names, 0), column(names, 1), column(names, 2), points);
    }

    private static int[] column(List<int[]> rows, int index) {
      return rows.stream().mapToInt(row -> row[index]).toArray();
    }
  }

  /** The behaviour of each sample in an artifact, in the order of the samples. */
  public static int[] read(Artifact artifact) {
    List<Integer> clusters = new ArrayList<>();
    TableReader.forEach(artifact.file(PART), SAMPLES, row -> clusters.add(row.integer("cluster")));
    return clusters.stream().mapToInt(Integer::intValue).toArray();
  }
}
