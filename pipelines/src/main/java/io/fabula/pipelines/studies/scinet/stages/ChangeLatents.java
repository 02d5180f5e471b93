package io.fabula.pipelines.studies.scinet.stages;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.causal.FalseDiscovery;
import io.fabula.analysis.causal.SignTest;
import io.fabula.analysis.figures.HeatMap;
import io.fabula.analysis.scinet.MainEffects;
import io.fabula.analysis.scinet.Representation;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.model.scinet.LatentChange;
import io.fabula.model.scinet.LatentPlay;
import io.fabula.model.scinet.LatentTable;
import io.fabula.model.scinet.SelectionNetwork;
import io.fabula.model.scinet.StateSpace;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.scinet.settings.BoxSettings;
import io.fabula.pipelines.studies.scinet.settings.ReadingSettings;
import io.fabula.pipelines.studies.scinet.settings.SelectionSettings;
import io.fabula.pipelines.studies.scinet.tables.ChangeTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Plays each agent by its decoder in its world, with one latent at a time replaced by noise, by
 * another state's value, or by the placebo: the value of a state that shares the coordinate which
 * the latent is named after. What a change does to actions and success is what the latent means to
 * the agent. One shard per agent.
 *
 * @param name of the stage
 * @param selection the stage that trains encoder and decoders
 * @param options what decides the plays beside it
 */
public record ChangeLatents(String name, String selection, Options options) implements Stage {
  /**
   * What decides the plays beside the networks.
   *
   * @param seed root seed
   * @param world the box and the objectives
   * @param glow share of a return lost per step
   * @param selection sizes of the networks
   * @param reading starts and limits
   */
  public record Options(
      long seed,
      BoxSettings world,
      double glow,
      SelectionSettings selection,
      ReadingSettings reading)
      implements Serializable {}

  @Override
  public int version() {
    return 4;
  }

  @Override
  public List<String> inputs() {
    return List.of(selection);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.world().agents();
  }

  /** The rows of one agent, and its play without a change. */
  record Played(double success, double steps, int latents, List<ChangeTable.Change> changes) {}

  @Override
  public void run(ShardWork work) throws Exception {
    int agent = work.shard();
    StateSpace space = StateSpace.of(options.world().world(agent));
    try (SelectionNetwork network =
        TrainSelection.load(work.input(selection), options.selection(), space)) {
      LatentTable table = LatentTable.of(network, space);
      MainEffects effects = MainEffects.of(table);
      Representation representation = ReadRepresentation.representation(network, effects);
      int[] starts = starts(agent, space);
      LatentPlay play =
          new LatentPlay(
              () -> options.world().world(agent),
              network,
              agent,
              table,
              starts,
              options.reading().maxSteps());
      long seed = Seeds.of(options.seed(), "changes", agent);
      LatentPlay.Outcome unchanged = play.play(LatentChange.NONE, seed);
      List<ChangeTable.Change> changes = new ArrayList<>();
      int done = 0;
      for (int latent : representation.active()) {
        int shared = effects.strongest(latent);
        LatentPlay.Outcome placebo =
            play.play(new LatentChange(latent, LatentChange.Kind.SAME_COORDINATE, shared), seed);
        for (LatentChange.Kind kind : LatentChange.Kind.values()) {
          LatentPlay.Outcome changed =
              kind == LatentChange.Kind.SAME_COORDINATE
                  ? placebo
                  : play.play(new LatentChange(latent, kind, shared), seed);
          changes.add(
              change(
                  agent,
                  latent,
                  kind,
                  new LatentPlay.Outcome[] {unchanged, placebo, changed},
                  representation.keeps(agent, latent)));
        }
        work.progress(++done, representation.active().size(), "latents");
      }
      work.summary(
          new Played(unchanged.success(), unchanged.meanSteps(), table.latents(), changes));
    }
  }

  private ChangeTable.Change change(
      int agent,
      int latent,
      LatentChange.Kind kind,
      LatentPlay.Outcome[] unchangedPlaceboChanged,
      boolean kept) {
    LatentPlay.Outcome unchanged = unchangedPlaceboChanged[0];
    LatentPlay.Outcome placebo = unchangedPlaceboChanged[1];
    LatentPlay.Outcome changed = unchangedPlaceboChanged[2];
    // the placebo itself is compared with no change at all
    LatentPlay.Outcome against = kind == LatentChange.Kind.SAME_COORDINATE ? unchanged : placebo;
    double[] returns = changed.returns(options.glow());
    double[] returnsAgainst = against.returns(options.glow());
    BootstrapInterval difference =
        BootstrapInterval.ofPairs(
            returnsAgainst,
            returns,
            BootstrapInterval.Options.withSeed(Seeds.of(options.seed(), "bootstrap")));
    return new ChangeTable.Change(
        agent + 1,
        latent,
        word(kind),
        returns.length,
        changed.success(),
        unchanged.success(),
        mean(returns),
        mean(unchanged.returns(options.glow())),
        mean(placebo.returns(options.glow())),
        changed.meanSteps(),
        changed.changedActions(unchanged),
        changed.nearerShare(),
        difference.mean(),
        difference.low(),
        difference.high(),
        SignTest.of(differences(returns, returnsAgainst)).pValueOfWorse(),
        kept);
  }

  private static double[] differences(double[] returns, double[] against) {
    double[] differences = new double[returns.length];
    for (int i = 0; i < returns.length; i++) differences[i] = returns[i] - against[i];
    return differences;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static String word(LatentChange.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All states in which an episode can begin, or as many of them as asked for. */
  private int[] starts(int agent, StateSpace space) {
    SubGridWorld world = options.world().world(agent);
    int[] all =
        IntStream.range(0, space.count())
            .filter(state -> world.canStart(space.coordinates(state)))
            .toArray();
    int wanted = options.reading().starts();
    if (wanted == 0 || wanted >= all.length) return all;
    int[] order =
        new RandomStream(Seeds.of(options.seed(), "starts", agent)).permutation(all.length);
    int[] some = new int[wanted];
    for (int i = 0; i < wanted; i++) some[i] = all[order[i]];
    Arrays.sort(some);
    return some;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    List<ChangeTable.Change> changes = new ArrayList<>();
    for (int e = 0; e < work.shards().size(); e++) {
      Played played = work.shards().get(e).summary(Played.class);
      metrics.put(TrainAgents.metric(e, "success"), played.success());
      metrics.put(TrainAgents.metric(e, "steps"), played.steps());
      changes.addAll(played.changes());
    }
    double[] adjusted =
        FalseDiscovery.adjust(changes.stream().mapToDouble(ChangeTable.Change::p).toArray());
    work.table(
        ChangeTable.PART,
        ChangeTable.SCHEMA,
        rows -> {
          for (int i = 0; i < changes.size(); i++) {
            ChangeTable.Change each = changes.get(i);
            rows.write(
                each.agent(),
                each.latent(),
                each.change(),
                each.starts(),
                each.success(),
                each.successUnchanged(),
                each.meanReturn(),
                each.returnUnchanged(),
                each.returnPlacebo(),
                each.steps(),
                each.actionsChanged(),
                each.nearer(),
                each.difference(),
                each.low(),
                each.high(),
                each.p(),
                adjusted[i],
                each.kept());
          }
        });
    draw(work, changes);
    return metrics;
  }

  private void draw(FinishWork work, List<ChangeTable.Change> changes) throws Exception {
    List<Integer> latents =
        changes.stream().map(ChangeTable.Change::latent).distinct().sorted().toList();
    if (latents.isEmpty()) return;
    int agents = options.world().agents();
    double[][] success = new double[agents][latents.size()];
    String kind = word(LatentChange.Kind.OTHER_STATE);
    for (ChangeTable.Change each : changes) {
      if (!each.change().equals(kind)) continue;
      success[each.agent() - 1][latents.indexOf(each.latent())] =
          each.meanReturn() - each.returnUnchanged();
    }
    work.figure(
        HeatMap.of(
            Matrix.of(success),
            IntStream.rangeClosed(1, agents).mapToObj(e -> "agent " + e).toList(),
            latents.stream().map(k -> "latent " + k).toList(),
            new HeatMap.Words(
                "changed-latents",
                "Who loses when a latent speaks of another state",
                "Change of each agent's mean return when one latent is replaced at every step by"
                    + " its value in another state: red where the agent needs it.",
                "",
                "",
                "change of return")));
  }
}
