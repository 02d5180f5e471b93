package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.analysis.MeanInterval;
import io.fabula.analysis.policies.OffPolicyValue;
import io.fabula.analysis.policies.OffPolicyValue.Logged;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.clicklog.ClickChances;
import io.fabula.model.clicklog.ClickModel;
import io.fabula.model.clicklog.ClickUsers;
import io.fabula.model.clicklog.LoggedSlate;
import io.fabula.model.clicklog.PlantedRule;
import io.fabula.model.slates.SlateActor;
import io.fabula.model.slates.SlateEpisode;
import io.fabula.model.slates.SlateNetwork;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agilerecsim.settings.EvaluationSettings;
import io.fabula.pipelines.studies.agilerecsim.tables.RecsimTables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges agents of a learned world there, and where the rule of the clicks is known also under that
 * rule: the difference is what the model has promised and users do not keep. Beside it stand
 * estimates of the chance of a click in the first step, from a log in which each user is shown the
 * slate of one of the agents or a random one; they are ours, the published experiments have none.
 *
 * @param name of the stage
 * @param log the stage that has the log
 * @param embedding the stage that has the items' embeddings
 * @param models the stage that has the models of clicks
 * @param policies the stage that trained the agents
 * @param options what decides the judgement beside them
 */
public record JudgePolicies(
    String name, String log, String embedding, String models, String policies, Options options)
    implements Stage {
  /** What decides the judgement beside log, models and agents. */
  public record Options(TrainPolicy.Options policy, EvaluationSettings evaluation)
      implements Serializable {}

  /** Rewards of an agent's episodes; of random slates there is no run, without a rule no truth. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Judged(
      @Nullable AgentRun run, String split, double[] learned, double @Nullable [] truth) {
    String agent() {
      return run == null ? "random" : run.agent().text();
    }
  }

  private record FirstClick(AgentRun run, String way, MeanInterval chance) {}

  @Override
  public int version() {
    return 3;
  }

  @Override
  public List<String> inputs() {
    return List.of(log, embedding, models, policies);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    TrainRewardModel.Data data = TrainRewardModel.Data.of(work.input(log), work.input(embedding));
    ClickWorlds worlds = new ClickWorlds(options.policy(), data, work.input(log));
    int slateSize = options.policy().training().world().slateSize();
    PlantedRule rule =
        options.policy().reward().planted()
            ? new PlantedRule(data.items(), data.users(), slateSize)
            : null;
    List<SlateActor> actors = new ArrayList<>();
    List<SlateNetwork> networks = new ArrayList<>();
    List<AgentRun> runs = options.policy().training().learners();
    List<Judged> judged = new ArrayList<>();
    List<FirstClick> clicks = new ArrayList<>();
    try (ClickModel offline =
            TrainRewardModel.load(work.input(models), false, data, options.policy().reward());
        ClickModel online =
            TrainRewardModel.load(work.input(models), true, data, options.policy().reward())) {
      judged.addAll(play(work, worlds, offline, online, rule, null, null));
      for (AgentRun run : runs) {
        SlateNetwork network =
            SlateNetwork.load(
                TensorFile.read(work.input(policies).file(run.file())),
                worlds.architecture(run.agent()));
        networks.add(network);
        SlateActor actor = new SlateActor(network, data.embeddings(), false);
        actors.add(actor);
        judged.addAll(play(work, worlds, offline, online, rule, actor, run));
        work.progress(actors.size(), runs.size(), "agents");
      }
      if (!runs.isEmpty() && rule != null) {
        clicks.addAll(estimate(work, worlds, offline, rule, runs, actors));
      }
    } finally {
      actors.forEach(SlateActor::close);
      networks.forEach(SlateNetwork::close);
    }
    write(work, judged, clicks);
  }

  private static void write(ShardWork work, List<Judged> judged, List<FirstClick> clicks)
      throws Exception {
    work.table(
        "judgements.parquet",
        RecsimTables.JUDGEMENTS,
        table -> {
          for (Judged each : judged) {
            for (int i = 0; i < each.learned.length; i++) {
              table.write(
                  each.agent(),
                  each.run == null ? null : each.run.seed(),
                  each.split,
                  i,
                  each.learned[i],
                  each.truth == null ? null : each.truth[i]);
            }
          }
        });
    if (clicks.isEmpty()) return;
    work.table(
        "first_clicks.parquet",
        RecsimTables.FIRST_CLICKS,
        table -> {
          for (FirstClick each : clicks) {
            MeanInterval chance = each.chance;
            boolean interval = !Double.isNaN(chance.low());
            table.write(
                each.run.agent().text(),
                each.run.seed(),
                each.way,
                chance.mean(),
                interval ? chance.low() : null,
                interval ? chance.high() : null);
          }
        });
  }

  private List<Judged> play(
      ShardWork work,
      ClickWorlds worlds,
      ClickModel offline,
      ClickModel online,
      @Nullable PlantedRule rule,
      @Nullable SlateActor actor,
      @Nullable AgentRun run) {
    String agent = run == null ? "random" : run.agent().text() + "_" + run.seed();
    boolean heldBack = run == null || !run.agent().masks();
    List<Judged> judged = new ArrayList<>();
    for (boolean test : heldBack ? new boolean[] {false, true} : new boolean[] {false}) {
      String split = test ? "test" : "train";
      String prefix = agent + "_" + split;
      double[] learned = rewards(worlds, test ? online : offline, test, actor);
      put(work, prefix + "_learned", learned);
      double[] truth = null;
      if (rule != null) {
        truth = rewards(worlds, rule, test, actor);
        put(work, prefix + "_truth", truth);
        double[] gap = new double[truth.length];
        for (int i = 0; i < gap.length; i++) gap[i] = learned[i] - truth[i];
        put(work, prefix + "_gap", gap);
      }
      judged.add(new Judged(run, split, learned, truth));
    }
    return judged;
  }

  private double[] rewards(
      ClickWorlds worlds, ClickChances chances, boolean online, @Nullable SlateActor actor) {
    ClickUsers users =
        worlds.users(chances, online, options.policy().training().world().batchStepSize());
    int inputs =
        LoggedSlate.HISTORY * (worlds.data().users().size() + worlds.data().embeddings().size());
    SlateEpisode episode =
        new SlateEpisode(users, inputs, options.policy().training().world().numCandidates(), actor);
    long seed = options.policy().training().world().envSeed();
    RandomStream random = new RandomStream(Seeds.of(seed, "random slates"));
    double[] rewards = new double[options.evaluation().episodes()];
    for (int i = 0; i < rewards.length; i++) {
      long level = Seeds.of(seed, online ? "log judgement/test" : "log judgement/train", i);
      rewards[i] = episode.play(level, 0, false, random).reward();
    }
    return rewards;
  }

  private void put(ShardWork work, String name, double[] values) {
    put(work, name, MeanInterval.of(values, options.policy().training().seed()));
  }

  private static void put(ShardWork work, String name, MeanInterval interval) {
    work.metric(name, interval.mean());
    if (Double.isNaN(interval.low())) return;
    work.metric(name + "_low", interval.low());
    work.metric(name + "_high", interval.high());
  }

  /** Each user is shown the slate of one of the agents or a random one, all alike likely. */
  private List<FirstClick> estimate(
      ShardWork work,
      ClickWorlds worlds,
      ClickModel model,
      PlantedRule rule,
      List<AgentRun> runs,
      List<SlateActor> actors) {
    int decisions = options.policy().model().offPolicyDecisions();
    int n = runs.size();
    ClickUsers users = worlds.users(model, false, 1);
    int candidates = options.policy().training().world().numCandidates();
    int slateSize = options.policy().training().world().slateSize();
    double uniform = 1;
    for (int j = 0; j < slateSize; j++) uniform /= candidates - j;
    Logged[][] logged = new Logged[n][decisions];
    double[][] truth = new double[n][decisions];
    long seed = options.policy().training().world().envSeed();
    LoggedSlate[] rows = new LoggedSlate[n + 1];
    double[] said = new double[n + 1];
    double[] real = new double[n + 1];
    float[] seen =
        new float
            [LoggedSlate.HISTORY
                * (worlds.data().users().size() + worlds.data().embeddings().size())];
    for (int d = 0; d < decisions; d++) {
      long level = Seeds.of(seed, "off-policy log", d);
      users.begin(level);
      users.observe(0, seen, 0);
      int[] ids = users.candidates();
      RandomStream random = new RandomStream(Seeds.of(level, "logging"));
      int shown = random.nextInt(n + 1);
      for (int a = 0; a < n; a++) {
        int[] positions = new int[slateSize];
        actors.get(a).offer(ids);
        actors.get(a).choose(1, seen, null, positions);
        rows[a] = row(users.person(0), ids, positions);
      }
      rows[n] = row(users.person(0), ids, Arrays.copyOf(random.permutation(candidates), slateSize));
      model.of(rows, n + 1, said);
      rule.of(rows, n + 1, real);
      boolean click = random.nextDouble() < real[shown];
      int[] slate = rows[shown].slate();
      double propensity = uniform / (n + 1);
      for (int a = 0; a < n; a++) {
        if (Arrays.equals(rows[a].slate(), slate)) propensity += 1.0 / (n + 1);
      }
      for (int a = 0; a < n; a++) {
        boolean same = Arrays.equals(rows[a].slate(), slate);
        logged[a][d] = new Logged(propensity, same ? 1 : 0, click ? 1 : 0, said[shown], said[a]);
        truth[a][d] = real[a];
      }
    }
    long resampling = options.policy().training().seed();
    List<FirstClick> clicks = new ArrayList<>();
    for (int a = 0; a < n; a++) {
      AgentRun run = runs.get(a);
      OffPolicyValue value = OffPolicyValue.of(logged[a], resampling);
      clicks.add(new FirstClick(run, "truth", MeanInterval.of(truth[a], resampling)));
      clicks.add(new FirstClick(run, "direct", value.direct()));
      clicks.add(new FirstClick(run, "inverse_propensity", value.inversePropensity()));
      clicks.add(new FirstClick(run, "doubly_robust", value.doublyRobust()));
    }
    for (FirstClick each : clicks) {
      String agent = each.run.agent().text() + "_" + each.run.seed();
      put(work, agent + "_first_click_" + each.way, each.chance);
    }
    return clicks;
  }

  private static LoggedSlate row(int user, int[] ids, int[] positions) {
    int[] slate = new int[positions.length];
    for (int j = 0; j < slate.length; j++) slate[j] = ids[positions[j]];
    int[] none = new int[LoggedSlate.HISTORY];
    Arrays.fill(none, -1);
    return new LoggedSlate(user, slate, none, false);
  }
}
