package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.envs.create.Tool;
import io.fabula.envs.create.ToolCatalogue;
import io.fabula.envs.create.ToolSplit;
import io.fabula.pipelines.stages.ShardWork;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What learned descriptions say of tools that were never seen: whether the nearest mean of the
 * training tools of a kind is that of their own.
 *
 * @param values {@code [tools, size]}
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record ToolDescriptions(float[] values, int size) {
  /** How a tool is sorted into kinds. */
  private enum Kind {
    FAMILY,
    ACTIVATOR;

    String of(int id) {
      Tool tool = ToolCatalogue.published().tool(id);
      return switch (this) {
        case FAMILY -> tool.family().name();
        case ACTIVATOR -> tool.needs().map(Enum::name).orElse("");
      };
    }
  }

  void measure(ShardWork work) {
    for (Kind kind : Kind.values()) {
      Map<String, double[]> means = means(kind);
      for (ToolSplit split : new ToolSplit[] {ToolSplit.VALIDATION, ToolSplit.TEST}) {
        int[] ids = split.ids(ToolCatalogue.published());
        Map<String, Integer> counts = new TreeMap<>();
        int right = 0;
        for (int id : ids) {
          counts.merge(kind.of(id), 1, Integer::sum);
          if (nearest(means, id).equals(kind.of(id))) right++;
        }
        String name = "%s_told_of_%s_tools".formatted(kind, split).toLowerCase(Locale.ROOT);
        double most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        work.metric(name, right / (double) ids.length);
        work.metric(name + "_by_chance", most / ids.length);
      }
    }
  }

  private Map<String, double[]> means(Kind kind) {
    Map<String, double[]> means = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (int id : ToolSplit.TRAIN.ids(ToolCatalogue.published())) {
      double[] sum = means.computeIfAbsent(kind.of(id), any -> new double[size]);
      counts.merge(kind.of(id), 1, Integer::sum);
      for (int i = 0; i < size; i++) sum[i] += values[id * size + i];
    }
    means.forEach((name, sum) -> Arrays.setAll(sum, i -> sum[i] / counts.getOrDefault(name, 1)));
    return means;
  }

  private String nearest(Map<String, double[]> means, int id) {
    String best = "";
    double least = Double.POSITIVE_INFINITY;
    for (Map.Entry<String, double[]> each : means.entrySet()) {
      double distance = 0;
      for (int i = 0; i < size; i++) {
        double difference = values[id * size + i] - each.getValue()[i];
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = each.getKey();
      }
    }
    return best;
  }
}
