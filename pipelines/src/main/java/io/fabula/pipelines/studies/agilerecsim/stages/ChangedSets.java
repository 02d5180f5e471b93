package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.RecSim;
import io.fabula.envs.recsim.Split;
import io.fabula.model.slates.RecSimUsers;
import io.fabula.model.slates.SlateInterventions;
import io.fabula.model.slates.SlateNetwork;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.studies.agilerecsim.tables.RecsimTables;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What it does to an agent's decisions when each candidate is taken out of the set, and when others
 * are added to it.
 *
 * @param stage that asks
 * @param options of the stage
 * @param worlds in which it is asked
 * @param network of the agent
 * @param run which agent it is
 */
record ChangedSets(
    String stage,
    ExplainDecisions.Options options,
    RecsimWorlds worlds,
    SlateNetwork network,
    AgentRun run) {
  /**
   * Effects of taking candidates out, one number per decision; {@code attention} to each candidate
   * and the {@code changes} of the others' values without it, per decision.
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Effects(
      String agent,
      double[] ofCommonest,
      double[] ofOthers,
      double[] clicksOfCommonest,
      double[] clicksOfOthers,
      double[] replaced,
      double[][] attention,
      double[][] changes,
      double[] attentionInCategory,
      double[] chanceInCategory) {}

  /** Writes what each change does in each decision, and sums it up. */
  void write(ShardWork work) throws Exception {
    int decisions = options.explanation().decisions();
    Effects effects =
        new Effects(
            run.agent().text(),
            new double[decisions],
            new double[decisions],
            new double[decisions],
            new double[decisions],
            new double[decisions],
            new double[decisions][],
            new double[decisions][],
            new double[decisions],
            new double[decisions]);
    try (SlateInterventions interventions = new SlateInterventions(network, worlds.items())) {
      work.table(
          PartName.of("interventions", work.shard(), options.runs().size()),
          RecsimTables.INTERVENTIONS,
          table -> {
            for (int d = 0; d < decisions; d++) {
              decide(interventions, d, effects, table);
              work.progress(d + 1, decisions, "decisions");
            }
          });
    }
    work.summary(effects);
  }

  private void decide(SlateInterventions interventions, int d, Effects effects, TableWriter table)
      throws IOException {
    ItemCatalogue items = worlds.catalogue();
    RecSimUsers users = worlds.users(Split.TRAIN, 1);
    users.begin(options.level(d));
    RecSim user = users.world(0);
    float[] seen = new float[network.architecture().user().inputs()];
    users.observe(0, seen, 0);
    int[] ids = users.candidates();
    boolean[] common = commonest(items, ids);
    SlateInterventions.Decision whole = interventions.decide(ids, seen);
    double clicks = clicks(user, whole.slate());
    List<SlateInterventions.Change> out = interventions.remove(ids, seen);
    double[] changes = new double[ids.length];
    int n = 0;
    for (boolean each : common) if (each) n++;
    for (int k = 0; k < ids.length; k++) {
      SlateInterventions.Change each = out.get(k);
      double click = clicks(user, each.slate()) - clicks;
      changes[k] = each.valueChange();
      if (common[k]) {
        effects.ofCommonest()[d] += each.valueChange() / n;
        effects.clicksOfCommonest()[d] += click / n;
      } else {
        effects.ofOthers()[d] += each.valueChange() / (ids.length - n);
        effects.clicksOfOthers()[d] += click / (ids.length - n);
      }
      effects.replaced()[d] += each.replaced() / (double) ids.length;
      boolean attended = whole.attention().length > 0;
      write(table, d, each, common[k], click, attended ? whole.attention()[k] : null);
      if (attended && common[k]) effects.attentionInCategory()[d] += whole.attention()[k];
    }
    effects.chanceInCategory()[d] = n / (double) ids.length;
    effects.attention()[d] = whole.attention();
    effects.changes()[d] = changes;
    add(interventions, d, ids, seen, user, clicks, table);
  }

  private void add(
      SlateInterventions interventions,
      int d,
      int[] ids,
      float[] seen,
      RecSim user,
      double clicks,
      TableWriter table)
      throws IOException {
    ItemCatalogue items = worlds.catalogue();
    boolean[] offered = new boolean[items.size()];
    for (int id : ids) offered[id] = true;
    int[] order =
        new RandomStream(Seeds.of(options.training().seed(), "additions", d))
            .permutation(items.size());
    boolean[] common = new boolean[items.categories()];
    boolean[] of = commonest(items, ids);
    for (int k = 0; k < ids.length; k++) if (of[k]) common[items.main(ids[k])] = true;
    int added = 0;
    for (int item : order) {
      if (added == options.explanation().additions()) return;
      if (offered[item] || !items.isIn(item, Split.TRAIN)) continue;
      added++;
      SlateInterventions.Change each = interventions.add(ids, item, seen);
      double click = clicks(user, each.slate()) - clicks;
      write(table, d, each, common[items.main(item)], click, null);
    }
  }

  private void write(
      TableWriter table,
      int d,
      SlateInterventions.Change change,
      boolean commonest,
      double click,
      @Nullable Double attention)
      throws IOException {
    table.write(
        stage,
        run.agent().text(),
        run.seed(),
        d,
        change.item(),
        worlds.catalogue().main(change.item()),
        commonest,
        change.added(),
        change.inSlate(),
        change.replaced(),
        change.valueChange(),
        click,
        attention);
  }

  static double clicks(RecSim user, int[] slate) {
    return 1 - user.probabilities(slate)[slate.length];
  }

  private static boolean[] commonest(ItemCatalogue items, int[] ids) {
    int[] counts = new int[items.categories()];
    int most = 0;
    for (int id : ids) most = Math.max(most, ++counts[items.main(id)]);
    boolean[] common = new boolean[ids.length];
    for (int k = 0; k < ids.length; k++) common[k] = counts[items.main(ids[k])] == most;
    return common;
  }
}
