package io.fabula.pipelines.mediation.phases;

import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@link EvaluatePolicies} found for all seeds, as tables and metrics. */
record EvaluatedSeeds(List<EvaluatePolicies.Evaluated> seeds) {
  private static final int SUCCESS = 0;
  private static final int VALUE = 1;

  /** Writes a row per seed and policy. */
  void writePolicies(TableWriter table, TableSchema schema) throws Exception {
    for (int seed = 0; seed < seeds.size(); seed++) {
      for (int p = 0; p < EvaluatePolicies.NAMES.size(); p++) {
        List<Double> row = seeds.get(seed).policies().get(p);
        Object[] cells = new Object[schema.columns().size()];
        cells[0] = seed;
        cells[1] = EvaluatePolicies.NAMES.get(p);
        for (int i = 0; i < row.size(); i++) cells[i + 2] = row.get(i);
        table.write(cells);
      }
    }
  }

  /** Writes a row per seed and variable. */
  void writeEffects(TableWriter table, List<String> variables) throws Exception {
    for (int seed = 0; seed < seeds.size(); seed++) {
      for (int v = 0; v < seeds.get(seed).effects().size(); v++) {
        List<Double> row = seeds.get(seed).effects().get(v);
        table.write(
            seed,
            variables.get(v),
            row.get(0),
            row.get(1),
            row.get(2),
            row.get(3),
            row.get(4),
            row.get(5) == 1);
      }
    }
  }

  /** Mean success and return of each policy. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new TreeMap<>();
    for (int p = 0; p < EvaluatePolicies.NAMES.size(); p++) {
      String key = EvaluatePolicies.NAMES.get(p).replace(' ', '_');
      metrics.put(key + "_success", mean(p, SUCCESS));
      metrics.put(key + "_value", mean(p, VALUE));
    }
    return metrics;
  }

  private double mean(int policy, int number) {
    return seeds.stream()
        .mapToDouble(each -> each.policies().get(policy).get(number))
        .average()
        .orElseThrow();
  }
}
