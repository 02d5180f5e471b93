package io.fabula.pipelines.studies.actionsets;

import io.fabula.pipelines.stages.ShardResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Means of measures of attention, by name. */
public final class MeanWeights {
  private final Map<String, double[]> sums = new TreeMap<>();

  /**
   * The means of one agent, as a shard's summary.
   *
   * @param names in alphabetical order
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  public record Found(List<String> names, double[] values) {}

  /** Counts a value in. */
  public void add(String name, double value) {
    double[] sum = sums.computeIfAbsent(name, key -> new double[2]);
    sum[0] += value;
    sum[1]++;
  }

  /** The means so far. */
  public Found found() {
    double[] means = sums.values().stream().mapToDouble(sum -> sum[0] / sum[1]).toArray();
    return new Found(List.copyOf(sums.keySet()), means);
  }

  /**
   * Adds what a shard found to the metrics of a stage.
   *
   * @param agent what the metrics of the shard's agent begin with
   */
  public static void put(Map<String, Double> metrics, ShardResult shard, String agent) {
    Found found = shard.summary(Found.class);
    for (int i = 0; i < found.names().size(); i++) {
      metrics.put(agent + "_" + found.names().get(i), found.values()[i]);
    }
  }
}
