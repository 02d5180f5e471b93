package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.figures.HeatMap;
import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.Split;
import io.fabula.model.slates.RecSimUsers;
import io.fabula.model.slates.SetView;
import io.fabula.model.slates.SlateActor;
import io.fabula.model.slates.SlateNetwork;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.studies.agilerecsim.tables.RecsimTables;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where candidates look in one decision of an agent.
 *
 * @param stage that asks
 * @param options of the stage
 * @param worlds in which it is asked
 * @param network of the agent
 * @param run which agent it is
 */
record AttentionMap(
    String stage,
    ExplainDecisions.Options options,
    RecsimWorlds worlds,
    SlateNetwork network,
    AgentRun run) {
  /**
   * Writes the pairs of one decision, and draws them once; nothing of agents that do not attend.
   */
  void write(ShardWork work) throws Exception {
    if (network.architecture().set().graph() != SetView.Graph.ATTENTION) return;
    RecSimUsers users = worlds.users(Split.TRAIN, 1);
    users.begin(options.level(0));
    float[] seen = new float[network.architecture().user().inputs()];
    users.observe(0, seen, 0);
    int[] ids = users.candidates();
    int n = ids.length;
    int[] slate = new int[network.architecture().slateSize()];
    float[][] weights;
    try (SlateActor actor = new SlateActor(network, worlds.items(), true)) {
      actor.offer(ids);
      weights = actor.trace(1, seen, slate).attention();
    }
    ItemCatalogue items = worlds.catalogue();
    work.table(
        PartName.of("attention", work.shard(), options.runs().size()),
        RecsimTables.ATTENTION,
        table -> {
          for (int slot = 0; slot < weights.length; slot++) {
            for (int i = 0; i < n * n; i++) {
              int from = ids[i / n];
              int to = ids[i % n];
              table.write(
                  stage,
                  run.agent().text(),
                  run.seed(),
                  0,
                  slot,
                  from,
                  items.main(from),
                  to,
                  items.main(to),
                  (double) weights[slot][i]);
            }
          }
        });
    if (work.shard() == 0) work.figure(drawn(items, ids, weights[0]));
  }

  /** Candidates in the order of their categories, so that a common one shows as a block. */
  private static Figure drawn(ItemCatalogue items, int[] ids, float[] weights) {
    int n = ids.length;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted((i, k) -> Integer.compare(items.main(ids[i]), items.main(ids[k])))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] sorted = new double[n * n];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      names.add(items.main(ids[order[i]]) + ": " + ids[order[i]]);
      for (int k = 0; k < n; k++) sorted[i * n + k] = weights[order[i] * n + order[k]];
    }
    return HeatMap.of(
        new Matrix(n, n, sorted),
        names,
        names,
        new HeatMap.Words(
            "attention",
            "Where candidates look while the first position is filled",
            "Weights of the second attention layer of one decision. Names are main category and id;"
                + " candidates are sorted by category. Attention of this form ranks the candidates"
                + " alike for all that look.",
            "candidate that looks",
            "candidate that is looked at",
            "weight"));
  }
}
