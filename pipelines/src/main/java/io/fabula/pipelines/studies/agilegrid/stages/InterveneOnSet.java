package io.fabula.pipelines.studies.agilegrid.stages;

import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.analysis.saliency.EffectPrediction;
import io.fabula.envs.ActionSet;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.diglava.DigLavaSkill;
import io.fabula.envs.random.Seeds;
import io.fabula.model.sets.interventions.NetworkJudge;
import io.fabula.model.sets.interventions.ReturnsUnderSets;
import io.fabula.model.sets.interventions.SetChange;
import io.fabula.model.sets.interventions.SetEffect;
import io.fabula.model.sets.interventions.SetJudgement;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.agilegrid.settings.InterventionSettings;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes the set of actions in states of each agent's episodes: each action is removed, each
 * missing one of those that are drawn is added or takes the place of a drawn one. Measured are the
 * changes for all other actions, of the value, and of what is earned; and whether the weights of
 * attention predict them.
 *
 * @param name of the stage
 * @param options what decides the changes beside the agents
 */
public record InterveneOnSet(String name, Options options) implements Stage {
  private static final long FIRST_LEVEL = 1L << 41;

  /** Layers of attention, as metrics name them. */
  public static final List<String> LAYERS = List.of("attention_1", "attention_2");

  /**
   * What decides the changes beside the agents.
   *
   * @param seed of the run
   */
  public record Options(long seed, List<GridAgent> agents, InterventionSettings intervention)
      implements Serializable {
    public Options {
      agents = List.copyOf(agents);
    }
  }

  /**
   * What was found of one agent.
   *
   * @param states judged, per layer and state: episode, weights and effects
   * @param shares mean absolute change of share of the other actions when one is removed
   * @param values mean absolute change of the value when one is removed
   * @param probabilities mean absolute change of probability when one is removed
   * @param lost return lost in each state in which a dig skill is removed
   * @param scene how much likelier a step right is before each river with the skill that digs it
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Found(
      List<List<Judged>> states,
      double shares,
      double probabilities,
      double values,
      double[] lost,
      double[] scene) {}

  /** One state: weights and effects of all pairs of an action and one that was removed. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Judged(int episode, double[] weights, double[] effects) {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return options.agents().stream().map(GridAgent::stage).toList();
  }

  @Override
  public int shards(Inputs inputs) {
    return options.agents().size();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    GridAgent agent = options.agents().get(work.shard());
    DigLava world = agent.world().newWorld();
    world.reset(0);
    int places = world.availableActions().ids().length + 1;
    try (GridAgent.Trained trained = agent.open(work.input(agent.stage()), places);
        NetworkJudge judge = new NetworkJudge(trained.network(), world, 2 * places)) {
      new Measurement(work, agent, trained, judge).run();
    }
  }

  /** The work on one agent. */
  private final class Measurement {
    private final ShardWork work;
    private final GridAgent agent;
    private final GridAgent.Trained trained;
    private final NetworkJudge judge;
    private final List<PlayedStates.Episode> episodes;
    private final List<List<Judged>> judged = new ArrayList<>();
    private final List<Double> lost = new ArrayList<>();
    private double shares;
    private double probabilities;
    private double values;
    private int removals;

    Measurement(ShardWork work, GridAgent agent, GridAgent.Trained trained, NetworkJudge judge) {
      this.work = work;
      this.agent = agent;
      this.trained = trained;
      this.judge = judge;
      episodes =
          PlayedStates.of(
              trained.policy(false),
              agent.world(),
              options.intervention().episodes(),
              FIRST_LEVEL,
              Seeds.of(options.seed(), "intervene"));
      for (int i = 0; i < LAYERS.size(); i++) judged.add(new ArrayList<>());
    }

    void run() throws Exception {
      work.table(
          PartName.of("set_effects", work.shard(), options.agents().size()),
          EffectTables.EFFECTS,
          table -> {
            for (PlayedStates.Episode episode : episodes) {
              for (int step : episode.steps(options.intervention().statesPerEpisode())) {
                effects(table, episode, step);
              }
              work.progress(episode.number() + 1L, episodes.size(), "episodes");
            }
          });
      work.table(
          PartName.of("set_returns", work.shard(), options.agents().size()),
          EffectTables.RETURNS,
          this::returns);
      work.summary(
          new Found(
              judged,
              shares / removals,
              probabilities / removals,
              values / removals,
              lost.stream().mapToDouble(Double::doubleValue).toArray(),
              new double[] {scene(DigLavaSkill.DIG_ORANGE, 1), scene(DigLavaSkill.DIG_PINK, 2)}));
    }

    /** Every change of the set that is tried in a state. */
    private List<SetChange> changes(ActionSet set) {
      List<SetChange> changes = new ArrayList<>();
      int size = set.ids().length;
      for (int i = 0; i < size; i++) changes.add(new SetChange.Remove(i));
      List<ActionSet> missing = new ArrayList<>();
      DigLava world = agent.world().newWorld();
      for (int id = 9; id < DigLavaSkill.COUNT; id++) {
        if (set.contains(id)) continue;
        world.setAvailable(id);
        missing.add(world.availableActions());
      }
      for (ActionSet each : missing) changes.add(new SetChange.Add(each));
      for (int place = size - 2; place < size; place++) {
        for (ActionSet each : missing) changes.add(new SetChange.Swap(place, each));
      }
      return changes;
    }

    private void effects(TableWriter table, PlayedStates.Episode episode, int step)
        throws IOException {
      DigLava world = episode.at(agent.world(), step);
      ActionSet set = world.availableActions();
      int size = set.ids().length;
      judge.see(world);
      SetJudgement before = judge.judge(List.of(set)).get(0);
      List<float[]> attention = firstAndLast(judge.extras(set));
      int places = size + 1;
      List<SetChange> changes = changes(set);
      List<SetEffect> effects = SetEffect.measure(judge, set, changes);
      double[][] weights = new double[attention.size()][size * (size - 1)];
      double[] found = new double[size * (size - 1)];
      int pairs = 0;
      for (SetEffect effect : effects) {
        int removed = effect.change().removed();
        boolean removal = effect.change() instanceof SetChange.Remove;
        for (int i = 0; i < size; i++) {
          if (i == removed) continue;
          Object[] row = new Object[17];
          describe(row, episode, step, world, set, effect.change());
          row[10] = set.ids()[i];
          row[11] = before.probabilities()[i];
          row[12] = effect.probability()[i];
          row[13] = effect.share()[i];
          row[14] = effect.value();
          for (int layer = 0; layer < attention.size() && removed >= 0; layer++) {
            row[15 + layer] = (double) attention.get(layer)[i * places + removed];
          }
          table.write(row);
          if (!removal) continue;
          for (int layer = 0; layer < attention.size(); layer++) {
            weights[layer][pairs] = attention.get(layer)[i * places + removed];
          }
          found[pairs++] = Math.abs(effect.share()[i]);
          shares += Math.abs(effect.share()[i]) / (size - 1);
          probabilities += Math.abs(effect.probability()[i]) / (size - 1);
        }
        if (!removal) continue;
        values += Math.abs(effect.value());
        removals++;
      }
      for (int layer = 0; layer < attention.size(); layer++) {
        judged.get(layer).add(new Judged(episode.number(), weights[layer], found));
      }
    }

    /** Of several heads of the first layer the first. */
    private static List<float[]> firstAndLast(List<float[]> all) {
      return all.size() < 2 ? all : List.of(all.get(0), all.get(all.size() - 1));
    }

    private void describe(
        Object[] row,
        PlayedStates.Episode episode,
        int step,
        DigLava world,
        ActionSet set,
        SetChange change) {
      row[0] = agent.agent().id();
      row[1] = agent.seed();
      row[2] = episode.number();
      row[3] = step;
      row[4] = world.x();
      row[5] = world.y();
      row[6] = Arrays.toString(set.ids());
      row[7] =
          change instanceof SetChange.Remove
              ? "remove"
              : change instanceof SetChange.Add ? "add" : "swap";
      row[8] = change.removed() < 0 ? -1 : set.ids()[change.removed()];
      row[9] = change.added();
    }

    private void returns(TableWriter table) throws IOException {
      InterventionSettings settings = options.intervention();
      try (ReturnsUnderSets<DigLava> continued =
          new ReturnsUnderSets<>(
              trained.policy(false),
              agent.world()::newWorld,
              (world, set) -> world.setAvailable(set.ids()),
              settings.rollouts())) {
        for (PlayedStates.Episode episode : episodes.subList(0, settings.returnEpisodes())) {
          for (int step : episode.steps(settings.statesPerEpisode())) {
            returns(table, continued, episode, step);
          }
        }
      }
    }

    private void returns(
        TableWriter table,
        ReturnsUnderSets<DigLava> continued,
        PlayedStates.Episode episode,
        int step)
        throws IOException {
      DigLava world = episode.at(agent.world(), step);
      ActionSet set = world.availableActions();
      byte[] snapshot = world.snapshot();
      long seed = Seeds.of(options.seed(), "continue", episode.number(), step);
      double before = mean(continued.from(snapshot, set, seed));
      for (SetChange change : changes(set)) {
        double after = mean(continued.from(snapshot, change.in(set), seed));
        Object[] row = new Object[12];
        describe(row, episode, step, world, set, change);
        row[10] = before;
        row[11] = after;
        table.write(row);
        boolean dig = change instanceof SetChange.Remove && set.ids()[change.removed()] > 10;
        if (dig) lost.add(before - after);
      }
    }

    /**
     * How much likelier the agent steps right before a river when the set holds the skill that digs
     * it, among the actions that stay.
     */
    private double scene(DigLavaSkill dig, int river) {
      DigLava world = agent.world().newWorld();
      int size = agent.world().size();
      int x = river * size / 3 - 1;
      world.reset(new int[] {0, 1, 2, 3, 8, dig.id(), 9}, x, size / 2, 0);
      judge.see(world);
      ActionSet set = world.availableActions();
      SetEffect effect = SetEffect.measure(judge, set, List.of(new SetChange.Remove(5))).get(0);
      return -effect.share()[0];
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    List<EffectIntervals.Estimate> estimates = new ArrayList<>();
    for (int a = 0; a < options.agents().size(); a++) {
      GridAgent agent = options.agents().get(a);
      ShardResult shard = work.shards().get(a);
      Found found = shard.summary(Found.class);
      String name = agent.agent().id() + "_seed_" + agent.seed();
      metrics.put(name + "_share_change", found.shares());
      metrics.put(name + "_probability_change", found.probabilities());
      metrics.put(name + "_value_change", found.values());
      metrics.put(name + "_right_by_dig_orange", found.scene()[0]);
      metrics.put(name + "_right_by_dig_pink", found.scene()[1]);
      if (found.lost().length > 0) {
        metrics.put(name + "_return_lost_without_dig", mean(found.lost()));
      }
      for (int layer = 0; layer < LAYERS.size(); layer++) {
        List<EffectPrediction.State> states =
            found.states().get(layer).stream()
                .map(s -> new EffectPrediction.State(s.episode(), s.weights(), s.effects()))
                .toList();
        String prefix = name + "_" + LAYERS.get(layer);
        EffectPrediction.of(states, Seeds.of(options.seed(), "predict", layer))
            .ifPresent(p -> add(metrics, estimates, agent, prefix, p));
      }
    }
    if (!estimates.isEmpty()) {
      work.figure(
          EffectIntervals.of(
              estimates,
              new EffectIntervals.Words(
                  "attention-and-effects",
                  "Do weights of attention predict what removing an action changes?",
                  "Rank correlation of the weight from each action to the one removed with the"
                      + " change of its share, within states, mean over episodes with a 95 %"
                      + " interval; shuffled weights have 0.",
                  "rank correlation")));
    }
    return metrics;
  }

  private static void add(
      Map<String, Double> metrics,
      List<EffectIntervals.Estimate> estimates,
      GridAgent agent,
      String prefix,
      EffectPrediction prediction) {
    metrics.put(prefix, prediction.correlation().mean());
    metrics.put(prefix + "_low", prediction.correlation().low());
    metrics.put(prefix + "_high", prediction.correlation().high());
    metrics.put(prefix + "_shuffled", prediction.shuffled());
    metrics.put(prefix + "_minus_shuffled", prediction.difference().mean());
    metrics.put(prefix + "_minus_shuffled_low", prediction.difference().low());
    metrics.put(prefix + "_minus_shuffled_high", prediction.difference().high());
    estimates.add(estimate(agent, prefix.endsWith("1") ? "first layer" : "last layer", prediction));
  }

  private static EffectIntervals.Estimate estimate(
      GridAgent agent, String layer, EffectPrediction prediction) {
    return new EffectIntervals.Estimate(
        agent.agent().title() + ", seed " + agent.seed(),
        layer,
        prediction.correlation().mean(),
        prediction.correlation().low(),
        prediction.correlation().high(),
        Double.NaN);
  }
}
