package io.fabula.pipelines.datasets;

import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
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

  private BehaviourTable() {}

  /** The behaviour of each sample in an artifact, in the order of the samples. */
  public static int[] read(Artifact artifact) {
    List<Integer> clusters = new ArrayList<>();
    TableReader.forEach(artifact.file(PART), SAMPLES, row -> clusters.add(row.integer("cluster")));
    return clusters.stream().mapToInt(Integer::intValue).toArray();
  }
}
