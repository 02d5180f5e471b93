package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.MeanInterval;
import io.fabula.analysis.RankCorrelation;
import io.fabula.analysis.figures.HeatMap;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.RecSim;
import io.fabula.envs.recsim.Split;
import io.fabula.model.slates.RecSimUsers;
import io.fabula.model.slates.SlateInterventions;
import io.fabula.model.slates.SetView;
import io.fabula.model.slates.SlateActor;
import io.fabula.model.slates.SlateNetwork;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import io.fabula.pipelines.studies.agilerecsim.settings.ExplanationSettings;
import io.fabula.pipelines.studies.agilerecsim.tables.RecsimTables;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the set of candidates does to agents' decisions. Attention is drawn and told by pairs; then
 * each candidate is taken out of the set, and others are added, and the agent decides again: what
 * changes in the slate, in the values, and in the chance of a click. Attention is a hint; this is
 * the effect.
 *
 * @param name of the stage
 * @param agents the stage that trains the agents
 * @param options what decides the decisions beside the agents
 */
public record ExplainDecisions(String name, String agents, Options options) implements Stage {
  /**
   * What decides the decisions beside the agents.
   *
   * @param training what decided the agents
   */
  public record Options(TrainAgents.Options training, ExplanationSettings explanation)
      implements Serializable {
    /** The first training of each agent that can be shown other sets. */
    List<AgentRun> runs() {
      List<AgentName> some =
          training.agents().stream()
              .filter(each -> each != AgentName.RANDOM && !each.masks())
              .toList();
      return AgentRun.all(some, training.seed(), 1);
    }
  }

  /** Effects of taking candidates out, one number per decision. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Effects(
      String agent,
      double[] ofCommonest,
      double[] ofOthers,
      double[] clicksOfCommonest,
      double[] clicksOfOthers,
      double[] replaced,
      double[] correlation,
      double[] shuffled,
      double[] attentionInCategory,
      double[] chanceInCategory) {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(agents);
  }

  @Override
  public int shards(Inputs inputs) {
    return Math.max(1, options.runs().size());
  }

  @Override
  public void run(ShardWork work) throws Exception {
    if (options.runs().isEmpty()) return;
    AgentRun run = options.runs().get(work.shard());
    RecsimWorlds worlds = new RecsimWorlds(options.training().world());
    try (SlateNetwork network = worlds.load(work.input(agents), run, options.training().agent())) {
      attention(work, worlds, network, run);
      interventions(work, worlds, network, run);
    }
  }

  private long level(int decision) {
    return Seeds.of(options.training().world().envSeed(), "judgement/train", decision);
  }

  private void attention(ShardWork work, RecsimWorlds worlds, SlateNetwork network, AgentRun run)
      throws Exception {
    if (network.architecture().set().graph() != SetView.Graph.ATTENTION) return;
    RecSimUsers users = worlds.users(Split.TRAIN, 1);
    users.begin(level(0));
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
                  name,
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
  private static io.fabula.analysis.figures.Figure drawn(
      ItemCatalogue items, int[] ids, float[] weights) {
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

  private void interventions(
      ShardWork work, RecsimWorlds worlds, SlateNetwork network, AgentRun run) throws Exception {
    int decisions = options.explanation().decisions();
    Effects effects =
        new Effects(
            run.agent().text(),
            new double[decisions],
            new double[decisions],
            new double[decisions],
            new double[decisions],
            new double[decisions],
            new double[decisions],
            new double[decisions],
            new double[decisions],
            new double[decisions]);
    try (SlateInterventions interventions = new SlateInterventions(network, worlds.items())) {
      work.table(
          PartName.of("interventions", work.shard(), options.runs().size()),
          RecsimTables.INTERVENTIONS,
          table -> {
            for (int d = 0; d < decisions; d++) {
              decide(worlds, network, interventions, run, d, effects, table);
              work.progress(d + 1, decisions, "decisions");
            }
          });
    }
    work.summary(effects);
  }

  private void decide(
      RecsimWorlds worlds,
      SlateNetwork network,
      SlateInterventions interventions,
      AgentRun run,
      int d,
      Effects effects,
      TableWriter table)
      throws IOException {
    ItemCatalogue items = worlds.catalogue();
    RecSimUsers users = worlds.users(Split.TRAIN, 1);
    users.begin(level(d));
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
      write(table, run, d, items, each, common[k], click, attended ? whole.attention()[k] : null);
      if (attended && common[k]) effects.attentionInCategory()[d] += whole.attention()[k];
    }
    effects.chanceInCategory()[d] = n / (double) ids.length;
    correlate(whole.attention(), changes, d, effects);
    add(worlds, interventions, run, d, ids, seen, user, clicks, table);
  }

  private void correlate(double[] attention, double[] changes, int d, Effects effects) {
    if (attention.length == 0) return;
    effects.correlation()[d] = orZero(RankCorrelation.of(attention, changes));
    int[] order =
        new RandomStream(Seeds.of(options.training().seed(), "shuffled attention", d))
            .permutation(attention.length);
    double[] shuffled = new double[attention.length];
    for (int i = 0; i < shuffled.length; i++) shuffled[i] = attention[order[i]];
    effects.shuffled()[d] = orZero(RankCorrelation.of(shuffled, changes));
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  private void add(
      RecsimWorlds worlds,
      SlateInterventions interventions,
      AgentRun run,
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
      write(table, run, d, items, each, common[items.main(item)], click, null);
    }
  }

  private void write(
      TableWriter table,
      AgentRun run,
      int d,
      ItemCatalogue items,
      SlateInterventions.Change change,
      boolean commonest,
      double click,
      @org.jspecify.annotations.Nullable Double attention)
      throws IOException {
    table.write(
        name,
        run.agent().text(),
        run.seed(),
        d,
        change.item(),
        items.main(change.item()),
        commonest,
        change.added(),
        change.inSlate(),
        change.replaced(),
        change.valueChange(),
        click,
        attention);
  }

  private static double clicks(RecSim user, int[] slate) {
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

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    if (options.runs().isEmpty()) return metrics;
    for (ShardResult shard : work.shards()) {
      Effects each = shard.summary(Effects.class);
      String agent = each.agent();
      put(metrics, agent + "_value_change_commonest", each.ofCommonest());
      put(metrics, agent + "_value_change_others", each.ofOthers());
      put(metrics, agent + "_click_change_commonest", each.clicksOfCommonest());
      put(metrics, agent + "_click_change_others", each.clicksOfOthers());
      put(metrics, agent + "_replaced", each.replaced());
      boolean attended = false;
      for (double weight : each.attentionInCategory()) attended |= weight > 0;
      if (!attended) continue;
      put(metrics, agent + "_attention_rank_correlation", each.correlation());
      put(metrics, agent + "_attention_rank_correlation_shuffled", each.shuffled());
      put(metrics, agent + "_attention_to_commonest", each.attentionInCategory());
      put(metrics, agent + "_share_of_commonest", each.chanceInCategory());
    }
    return metrics;
  }

  private void put(Map<String, Double> metrics, String name, double[] values) {
    MeanInterval interval = MeanInterval.of(values, options.training().seed());
    metrics.put(name, interval.mean());
    if (Double.isNaN(interval.low())) return;
    metrics.put(name + "_low", interval.low());
    metrics.put(name + "_high", interval.high());
  }
}
