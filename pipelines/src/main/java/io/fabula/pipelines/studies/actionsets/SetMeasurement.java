package io.fabula.pipelines.studies.actionsets;

import io.fabula.envs.ActionSet;
import io.fabula.envs.Environment;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.Policy;
import io.fabula.model.sets.interventions.NetworkJudge;
import io.fabula.model.sets.interventions.ReturnsUnderSets;
import io.fabula.model.sets.interventions.SetChange;
import io.fabula.model.sets.interventions.SetEffect;
import io.fabula.model.sets.interventions.SetJudgement;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What changes of the set of actions do to one agent, in states of its own episodes.
 *
 * @param <W> the kind of world
 */
public final class SetMeasurement<W extends Environment> {
  /** Layers of attention, as tables and metrics name them. */
  public static final List<String> LAYERS = List.of("attention_1", "attention_2");

  private static final long FIRST_LEVEL = 1L << 41;

  /**
   * Whose sets are changed.
   *
   * @param id of the agent, in tables and metrics
   * @param seed of its training
   * @param policy how it plays; has room for one action more than the world offers
   */
  public record Subject(String id, long seed, Policy policy) {
    /** What its metrics begin with. */
    public static String metrics(String id, long seed) {
      return id + "_seed_" + seed;
    }
  }

  private final ShardWork work;
  private final int shards;
  private final Subject subject;
  private final ChangedWorlds<W> worlds;
  private final NetworkJudge judge;
  private final InterventionSettings settings;
  private final long seed;
  private final List<PlayedStates.Episode> episodes;
  private final List<List<FoundEffects.Judged>> judged = new ArrayList<>();
  private final List<Double> lost = new ArrayList<>();
  private double shares;
  private double probabilities;
  private double values;
  private int removals;

  /**
   * Prepares the measurement.
   *
   * @param work of the shard, one for each agent
   * @param shards of the stage
   * @param judge the agent's network, with room for the largest set
   * @param seed of the run
   */
  public SetMeasurement(
      ShardWork work,
      int shards,
      Subject subject,
      ChangedWorlds<W> worlds,
      NetworkJudge judge,
      InterventionSettings settings,
      long seed) {
    this.work = work;
    this.shards = shards;
    this.subject = subject;
    this.worlds = worlds;
    this.judge = judge;
    this.settings = settings;
    this.seed = seed;
    episodes =
        PlayedStates.of(
            subject.policy(),
            worlds::newWorld,
            settings.episodes(),
            FIRST_LEVEL,
            Seeds.of(seed, "intervene"));
    for (int i = 0; i < LAYERS.size(); i++) judged.add(new ArrayList<>());
  }

  /** Writes both tables; what was found. */
  public FoundEffects run() throws Exception {
    work.table(
        PartName.of("set_effects", work.shard(), shards),
        EffectTables.effects(worlds.place()),
        table -> {
          for (PlayedStates.Episode episode : episodes) {
            for (int step : episode.steps(settings.statesPerEpisode())) {
              effects(table, episode, step);
            }
            work.progress(episode.number() + 1L, episodes.size(), "episodes");
          }
        });
    work.table(
        PartName.of("set_returns", work.shard(), shards),
        EffectTables.returns(worlds.place()),
        this::returns);
    return new FoundEffects(
        judged,
        shares / removals,
        probabilities / removals,
        values / removals,
        lost.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private List<SetChange> changes(W world, PlayedStates.Episode episode, int step) {
    return worlds.changes(world, Seeds.of(seed, "changes", episode.number(), step));
  }

  private void effects(TableWriter table, PlayedStates.Episode episode, int step)
      throws IOException {
    W world = episode.at(worlds::newWorld, step);
    ActionSet set = world.availableActions();
    int size = set.ids().length;
    judge.see(world);
    SetJudgement before = judge.judge(List.of(set)).get(0);
    List<float[]> attention = firstAndLast(judge.extras(set));
    int places = size + 1;
    double[][] weights = new double[attention.size()][size * (size - 1)];
    double[] found = new double[size * (size - 1)];
    int pairs = 0;
    for (SetEffect effect : SetEffect.measure(judge, set, changes(world, episode, step))) {
      int removed = effect.change().removed();
      boolean removal = effect.change() instanceof SetChange.Remove;
      List<Object> state = described(episode, step, world, set, effect.change());
      for (int i = 0; i < size; i++) {
        if (i == removed) continue;
        List<@Nullable Object> row = new ArrayList<>(state);
        row.add(set.ids()[i]);
        row.add(before.probabilities()[i]);
        row.add(effect.probability()[i]);
        row.add(effect.share()[i]);
        row.add(effect.value());
        for (int layer = 0; layer < LAYERS.size(); layer++) {
          boolean attends = layer < attention.size() && removed >= 0;
          row.add(attends ? (double) attention.get(layer)[i * places + removed] : null);
        }
        table.write(row.toArray());
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
      judged.get(layer).add(new FoundEffects.Judged(episode.number(), weights[layer], found));
    }
  }

  /** Of several heads of the first layer the first. */
  private static List<float[]> firstAndLast(List<float[]> all) {
    return all.size() < 2 ? all : List.of(all.get(0), all.get(all.size() - 1));
  }

  private List<Object> described(
      PlayedStates.Episode episode, int step, W world, ActionSet set, SetChange change) {
    List<Object> row =
        new ArrayList<>(List.of(subject.id(), subject.seed(), episode.number(), step));
    row.addAll(worlds.placed(world));
    row.add(Arrays.toString(set.ids()));
    row.add(
        change instanceof SetChange.Remove
            ? "remove"
            : change instanceof SetChange.Add ? "add" : "swap");
    row.add(change.removed() < 0 ? -1 : set.ids()[change.removed()]);
    row.add(change.added());
    return row;
  }

  private void returns(TableWriter table) throws IOException {
    try (ReturnsUnderSets<W> continued =
        new ReturnsUnderSets<>(
            subject.policy(), worlds::newWorld, worlds::offer, settings.rollouts())) {
      for (PlayedStates.Episode episode : episodes.subList(0, settings.returnEpisodes())) {
        for (int step : episode.steps(settings.statesPerEpisode())) {
          returns(table, continued, episode, step);
        }
      }
    }
  }

  private void returns(
      TableWriter table, ReturnsUnderSets<W> continued, PlayedStates.Episode episode, int step)
      throws IOException {
    W world = episode.at(worlds::newWorld, step);
    ActionSet set = world.availableActions();
    byte[] snapshot = world.snapshot();
    long draws = Seeds.of(seed, "continue", episode.number(), step);
    double before = mean(continued.from(snapshot, set, draws));
    for (SetChange change : changes(world, episode, step)) {
      double after = mean(continued.from(snapshot, change.in(set), draws));
      List<Object> row = described(episode, step, world, set, change);
      row.add(before);
      row.add(after);
      table.write(row.toArray());
      boolean counts =
          change instanceof SetChange.Remove && worlds.counted(world, set.ids()[change.removed()]);
      if (counts) lost.add(before - after);
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
