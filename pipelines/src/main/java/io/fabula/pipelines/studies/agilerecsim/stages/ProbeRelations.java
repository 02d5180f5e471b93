package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.envs.recsim.ItemTable;
import io.fabula.envs.recsim.Split;
import io.fabula.model.slates.RelationalProbe;
import io.fabula.model.slates.SetView;
import io.fabula.model.slates.SetView.Graph;
import io.fabula.model.slates.SetView.Summary;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agilerecsim.settings.ProbeSettings;
import io.fabula.pipelines.studies.agilerecsim.tables.RecsimTables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains networks to tell the commonest category of sets of candidates: those that see the set can,
 * the others cannot. It separates one kind from the other, not the ones that see from each other.
 *
 * @param name of the stage
 * @param options what decides the networks
 */
public record ProbeRelations(String name, Options options) implements Stage {
  /** The networks, in the order of the table. */
  public static final List<String> NETWORKS =
      List.of("utility", "agile", "agile_gcn", "summary_gat", "summary_deep_set", "summary_lstm");

  /**
   * What decides the networks.
   *
   * @param seed of weights and sets
   */
  public record Options(long seed, ProbeSettings probe) implements Serializable {}

  /** What was found of a network. */
  record Scores(String network, double accuracy, double top, double testAccuracy, double testTop) {}

  @Override
  public int version() {
    return 3;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public int shards(Inputs inputs) {
    return NETWORKS.size();
  }

  private static SetView view(String network) {
    return switch (network) {
      case "utility" -> SetView.of(Graph.NONE, Summary.NONE, false, true);
      case "agile" -> SetView.of(Graph.ATTENTION, Summary.NODES, true, true);
      case "agile_gcn" -> SetView.of(Graph.CONVOLUTION, Summary.NODES, true, true);
      case "summary_gat" -> SetView.of(Graph.ATTENTION, Summary.NODES, false, true);
      case "summary_deep_set" -> SetView.of(Graph.NONE, Summary.DEEP_SET, false, true);
      case "summary_lstm" -> SetView.of(Graph.NONE, Summary.LSTM, false, true);
      default -> throw new IllegalArgumentException("no network is called " + network);
    };
  }

  @Override
  public void run(ShardWork work) throws Exception {
    String network = NETWORKS.get(work.shard());
    RelationalProbe.Options size =
        new RelationalProbe.Options(
            view(network), options.probe().steps(), 32, 1e-3, 1, options.probe().sets());
    int[] steps = {0};
    try (RelationalProbe probe = new RelationalProbe(ItemTable.published(), size, options.seed())) {
      probe.train(() -> work.progress(++steps[0], options.probe().steps(), "steps", () -> network));
      RelationalProbe.Score train = probe.judge(Split.TRAIN);
      RelationalProbe.Score test = probe.judge(Split.TEST);
      work.summary(new Scores(network, train.accuracy(), train.top(), test.accuracy(), test.top()));
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    List<Scores> all = new ArrayList<>();
    for (ShardResult shard : work.shards()) all.add(shard.summary(Scores.class));
    work.table(
        "probe.parquet",
        RecsimTables.PROBE,
        table -> {
          for (Scores each : all) {
            int steps = options.probe().steps();
            table.write(each.network(), steps, "train", each.accuracy(), each.top());
            table.write(each.network(), steps, "test", each.testAccuracy(), each.testTop());
          }
        });
    for (Scores each : all) {
      metrics.put(each.network() + "_train_accuracy", each.accuracy());
      metrics.put(each.network() + "_train_top", each.top());
      metrics.put(each.network() + "_test_accuracy", each.testAccuracy());
      metrics.put(each.network() + "_test_top", each.testTop());
    }
    return metrics;
  }
}
