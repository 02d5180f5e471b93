package io.fabula.pipelines.studies.agilegrid.stages;

import io.fabula.envs.ActionSet;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.diglava.DigLavaSkill;
import io.fabula.envs.random.Seeds;
import io.fabula.model.sets.interventions.NetworkJudge;
import io.fabula.model.sets.interventions.ReturnsUnderSets;
import io.fabula.model.sets.interventions.SetChange;
import io.fabula.model.sets.interventions.SetEffect;
import io.fabula.model.sets.interventions.SetJudgement;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.studies.agilegrid.settings.InterventionSettings;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What changes of the set of actions do to one agent, in states of its own episodes. */
final class SetMeasurement {
  private static final long FIRST_LEVEL = 1L << 41;

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

  private final ShardWork work;
  private final InterveneOnSet.Options options;
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

  SetMeasurement(
      ShardWork work,
      InterveneOnSet.Options options,
      GridAgent agent,
      GridAgent.Trained trained,
      NetworkJudge judge) {
    this.work = work;
    this.options = options;
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
    for (int i = 0; i < InterveneOnSet.LAYERS.size(); i++) judged.add(new ArrayList<>());
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

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
