package io.fabula.pipelines.studies.agilegrid.stages;

import io.fabula.analysis.video.BarPanel;
import io.fabula.analysis.video.Clip;
import io.fabula.analysis.video.Mp4;
import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Picture;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.diglava.DigLavaSkill;
import io.fabula.envs.random.Seeds;
import io.fabula.model.sets.interventions.NetworkJudge;
import io.fabula.model.sets.interventions.SetJudgement;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stages.StageWork;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.studies.actionsets.PlayedStates;
import io.fabula.pipelines.studies.agilegrid.settings.ExplanationSettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes down every decision of some episodes of each agent: the set, probabilities, value, and
 * where there are any the weights of attention; measures where a step right attends to the digs;
 * and shows an episode that reached the goal and one that did not.
 *
 * @param name of the stage
 * @param options what decides the episodes beside the agents
 */
public record ExplainDecisions(String name, Options options) implements Stage {
  /** Seed of the first level whose decisions are written down. */
  public static final long FIRST_LEVEL = 1L << 42;

  private static final int FRAMES_PER_SECOND = 4;

  /**
   * What decides the episodes beside the agents.
   *
   * @param seed of the run
   */
  public record Options(long seed, List<GridAgent> agents, ExplanationSettings explanation)
      implements Serializable {
    public Options {
      agents = List.copyOf(agents);
    }
  }

  /** Mean weights of attention from a step right to a dig skill, and how rows spread. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier to JSON, never compared
  record Found(List<String> names, double[] values) {}

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

  /** A table of decisions for sets of that many actions. */
  public static TableSchema decisions(int places) {
    return new TableSchema(
        "decisions",
        1,
        "A decision: where the agent stood, what it could choose from, and how likely each was.",
        List.of(
            Column.of("agent", Column.Type.STRING).doc("the agent"),
            Column.of("seed", Column.Type.INT64).doc("seed of its training"),
            Column.of("episode", Column.Type.INT32).doc("number of the episode"),
            Column.of("step", Column.Type.INT32).doc("step of the episode, from 0"),
            Column.of("x", Column.Type.INT32).doc("column of the agent"),
            Column.of("y", Column.Type.INT32).doc("row of the agent, downwards"),
            Column.array("set", Column.Type.INTS, places).doc("ids of the set in order"),
            Column.of("action", Column.Type.INT32).doc("id of what was chosen"),
            Column.array("probability", Column.Type.DOUBLES, places)
                .doc("probability of each action of the set"),
            Column.of("value", Column.Type.DOUBLE).doc("predicted value").unit("scaled return")));
  }

  /** A table of attention in sets of that many actions. */
  public static TableSchema attention(int places) {
    return new TableSchema(
        "attention",
        1,
        "Weights of attention in a decision: row by row how much each action looks at each other.",
        List.of(
            Column.of("agent", Column.Type.STRING).doc("the agent"),
            Column.of("seed", Column.Type.INT64).doc("seed of its training"),
            Column.of("episode", Column.Type.INT32).doc("number of the episode"),
            Column.of("step", Column.Type.INT32).doc("step of the episode, from 0"),
            Column.of("layer", Column.Type.STRING).doc("layer of the graph, and head"),
            Column.array("weights", Column.Type.FLOATS, places, places)
                .doc("weights, rows sum to 1")));
  }

  @Override
  public void run(ShardWork work) throws Exception {
    GridAgent agent = options.agents().get(work.shard());
    DigLava world = agent.world().newWorld();
    world.reset(0);
    int places = world.availableActions().ids().length;
    try (GridAgent.Trained trained = agent.open(work.input(agent.stage()));
        NetworkJudge judge = new NetworkJudge(trained.network(), world, 2)) {
      new Writing(work, agent, trained, judge, places).run();
    }
  }

  /** The work on one agent. */
  private final class Writing {
    private final ShardWork work;
    private final GridAgent agent;
    private final NetworkJudge judge;
    private final int places;
    private final List<String> layers;
    private final List<PlayedStates.Episode> episodes;
    private final Map<String, double[]> sums = new TreeMap<>();

    Writing(
        ShardWork work,
        GridAgent agent,
        GridAgent.Trained trained,
        NetworkJudge judge,
        int places) {
      this.work = work;
      this.agent = agent;
      this.judge = judge;
      this.places = places;
      layers = trained.network().extras().stream().map(each -> each.name()).toList();
      episodes =
          PlayedStates.of(
              trained.policy(false),
              agent.world()::newWorld,
              options.explanation().episodes(),
              FIRST_LEVEL,
              Seeds.of(options.seed(), "explain"));
    }

    void run() throws Exception {
      work.table(
          part("decisions"),
          decisions(places),
          decisions -> {
            if (layers.isEmpty()) {
              for (PlayedStates.Episode each : episodes) write(each, decisions, null);
              return;
            }
            work.table(
                part("attention"),
                attention(places),
                attention -> {
                  for (PlayedStates.Episode each : episodes) write(each, decisions, attention);
                });
          });
      List<String> names = List.copyOf(sums.keySet());
      double[] means = sums.values().stream().mapToDouble(sum -> sum[0] / sum[1]).toArray();
      work.summary(new Found(names, means));
      boolean shown =
          options.agents().subList(0, work.shard()).stream()
              .noneMatch(each -> each.agent() == agent.agent());
      if (shown) show(); // of each kind of agent that of the first seed
    }

    private String part(String table) {
      return PartName.of(table, work.shard(), options.agents().size());
    }

    private void write(
        PlayedStates.Episode episode, TableWriter decisions, @Nullable TableWriter attention)
        throws IOException {
      DigLava world = episode.at(agent.world()::newWorld, 0);
      ActionSet set = world.availableActions();
      for (int t = 0; t < episode.actions().size(); t++) {
        Action.Discrete action = (Action.Discrete) episode.actions().get(t);
        SetJudgement judged = judge.see(world).judge(List.of(set)).get(0);
        decisions.write(
            agent.agent().id(),
            agent.seed(),
            episode.number(),
            t,
            world.x(),
            world.y(),
            set.ids(),
            action.index(),
            judged.probabilities(),
            judged.value());
        if (attention != null) {
          List<float[]> weights = judge.extras(set);
          for (int layer = 0; layer < layers.size(); layer++) {
            attention.write(
                agent.agent().id(),
                agent.seed(),
                episode.number(),
                t,
                layers.get(layer),
                weights.get(layer));
            measure(world, set, layers.get(layer), weights.get(layer));
          }
        }
        world.step(action);
      }
    }

    private void measure(DigLava world, ActionSet set, String layer, float[] weights) {
      int size = agent.world().size();
      lookAt(world, set, DigLavaSkill.DIG_ORANGE, size / 3 - 1, layer, weights);
      lookAt(world, set, DigLavaSkill.DIG_PINK, 2 * size / 3 - 1, layer, weights);
      double deviation = 0;
      double largest = 0;
      double smallest = 0;
      for (int i = 0; i < places; i++) {
        double squares = 0;
        double most = 0;
        double least = 1;
        for (int j = 0; j < places; j++) {
          double weight = weights[i * places + j];
          squares += (weight - 1.0 / places) * (weight - 1.0 / places);
          most = Math.max(most, weight);
          least = Math.min(least, weight);
        }
        deviation += Math.sqrt(squares / (places - 1)) / places;
        largest += most / places;
        smallest += least / places;
      }
      add(layer + "_row_deviation", deviation);
      add(layer + "_row_largest", largest);
      add(layer + "_row_smallest", smallest);
    }

    /** The weight from a step right to a dig skill, right before its river and elsewhere. */
    private void lookAt(
        DigLava world, ActionSet set, DigLavaSkill dig, int x, String layer, float[] weights) {
      for (int j = 0; j < places; j++) {
        if (set.ids()[j] != dig.id()) continue;
        String where = world.x() == x ? "_at_the_river" : "_elsewhere";
        String name = dig.name().toLowerCase(Locale.ROOT);
        add(layer + "_right_to_" + name + where, weights[j]); // a step right stands first
      }
    }

    private void add(String name, double value) {
      double[] sum = sums.computeIfAbsent(name, key -> new double[2]);
      sum[0] += value;
      sum[1]++;
    }

    /** A video of the first episode that reached the goal, and of the first that did not. */
    private void show() throws Exception {
      for (boolean success : new boolean[] {true, false}) {
        for (PlayedStates.Episode each : episodes) {
          if (each.success() != success) continue;
          show(each);
          break;
        }
      }
    }

    private void show(PlayedStates.Episode episode) throws Exception {
      DigLava world = episode.at(agent.world()::newWorld, 0);
      ActionSet set = world.availableActions();
      List<Picture> frames = new ArrayList<>();
      for (Action action : episode.actions()) {
        SetJudgement judged = judge.see(world).judge(List.of(set)).get(0);
        frames.add(
            BarPanel.above(
                world.render(), "Next: " + world.describe(action), bars(world, set, judged)));
        world.step(action);
      }
      String end =
          String.format(Locale.ROOT, "The episode ends with return %.2f", episode.returned());
      frames.add(
          BarPanel.above(
              world.render(), end, bars(world, set, new SetJudgement(new double[places], 0))));
      String stem =
          "clips/%s-%s"
              .formatted(
                  agent.agent().id().replace('_', '-'), episode.success() ? "success" : "failure");
      work.caption(
          stem,
          new FigureCaption(
              "%s, %s".formatted(agent.agent().title(), SkillSet.of(set).title()),
              "%s Bars: probability of each action of the set."
                  .formatted(
                      episode.success() ? "It reaches the goal." : "It does not reach the goal.")));
      work.write(
          stem + ".mp4",
          Part.Kind.OTHER,
          file -> {
            Mp4.write(file, new Clip(frames).holdingLast(FRAMES_PER_SECOND), FRAMES_PER_SECOND);
            return StageWork.Content.NONE;
          });
    }

    private List<BarPanel.Bar> bars(DigLava world, ActionSet set, SetJudgement judged) {
      List<BarPanel.Bar> bars = new ArrayList<>();
      for (int i = 0; i < places; i++) {
        bars.add(
            new BarPanel.Bar(
                world.describe(Action.of(set.ids()[i])),
                Math.min(1, judged.probabilities()[i]),
                false));
      }
      return bars;
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    Map<String, Double> metrics = new TreeMap<>();
    for (ShardResult shard : work.shards()) {
      GridAgent agent = options.agents().get(shard.shard());
      Found found = shard.summary(Found.class);
      for (int i = 0; i < found.names().size(); i++) {
        metrics.put(
            agent.agent().id() + "_seed_" + agent.seed() + "_" + found.names().get(i),
            found.values()[i]);
      }
    }
    return metrics;
  }
}
