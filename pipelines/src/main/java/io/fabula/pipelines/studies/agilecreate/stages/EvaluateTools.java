package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.envs.Picture;
import io.fabula.envs.create.CreateReport;
import io.fabula.envs.create.ToolSplit;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.NetworkPolicy;
import io.fabula.model.agents.PlayerPolicy;
import io.fabula.model.agents.Policy;
import io.fabula.model.agile.SetNetwork;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agents.PpoCurves;
import io.fabula.pipelines.studies.agilecreate.settings.EvaluationSettings;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Plays episodes of every trained agent, and of random play, with the tools of each split: those it
 * was trained with and those it never saw.
 *
 * @param name of the stage
 * @param options what decides the episodes beside the agents
 */
public record EvaluateTools(String name, Options options) implements Stage {
  private static final long FIRST_EPISODE = 1L << 40;

  /** Uniformly random tools and places. */
  public static final String RANDOM = "random";

  /** The numbers that stand for an agent's episodes with the tools of one split. */
  public static final List<String> MEASURES =
      List.of("return", "goal_hit", "target_hit", "activations", "matched");

  /** The table of episodes. */
  public static final TableSchema EPISODES =
      new TableSchema(
          "tool_episodes",
          2,
          "An episode of an agent with tools of a split.",
          List.of(
              Column.of("agent", Column.Type.STRING).doc("the agent, or random"),
              Column.of("seed", Column.Type.INT64).doc("seed of its training"),
              Column.of("split", Column.Type.STRING).doc("whose tools were offered"),
              Column.of("activators", Column.Type.STRING)
                  .doc("those in the set, in the order of their names, joined by _"),
              Column.of("episode_seed", Column.Type.INT64).doc("seed of the episode"),
              Column.of("return_raw", Column.Type.DOUBLE).doc("sum of rewards").unit("points"),
              Column.of("length", Column.Type.INT32).doc("steps of the episode").unit("steps"),
              Column.of("goal_hit", Column.Type.BOOLEAN).doc("whether the goal was reached"),
              Column.of("target_hit", Column.Type.BOOLEAN)
                  .doc("whether the target was set in motion"),
              Column.of("activations", Column.Type.INT32).doc("tools that came to life"),
              Column.of("placed", Column.Type.INT32).doc("tools and activators placed"),
              Column.of("blocked", Column.Type.INT32).doc("placements that failed"),
              Column.of("tools", Column.Type.INT32)
                  .doc("choices of a tool that needs an activator"),
              Column.of("matched", Column.Type.INT32)
                  .doc("of them those whose activator is in the set")));

  /**
   * What decides the episodes beside the agents.
   *
   * @param seed of the run
   */
  public record Options(long seed, List<CreateAgent> agents, EvaluationSettings evaluation)
      implements Serializable {
    public Options {
      agents = List.copyOf(agents);
    }

    /** Who plays in a shard: the id of an agent, or {@link EvaluateTools#RANDOM} in the last. */
    String player(int shard) {
      return shard < agents.size() ? agents.get(shard).agent().id() : RANDOM;
    }
  }

  /** Episodes of one agent, per split. */
  record Found(List<List<ToolEpisodes.Played>> splits) {}

  @Override
  public int version() {
    return 3;
  }

  @Override
  public List<String> inputs() {
    return CreateAgent.inputs(options.agents());
  }

  /** The last one plays at random. */
  @Override
  public int shards(Inputs inputs) {
    return options.agents().size() + 1;
  }

  @Override
  public void run(ShardWork work) throws Exception {
    boolean random = work.shard() == options.agents().size();
    CreateAgent agent = options.agents().get(random ? 0 : work.shard());
    ToolWorlds worlds = agent.worlds(work::input);
    if (random) {
      play(work, worlds, PlayerPolicy.random());
      return;
    }
    try (SetNetwork network = agent.open(work.input(agent.stage()), worlds)) {
      play(work, worlds, new NetworkPolicy(network, options.evaluation().deterministicPolicy()));
    }
  }

  private void play(ShardWork work, ToolWorlds worlds, Policy policy) {
    List<List<ToolEpisodes.Played>> all = new ArrayList<>();
    for (ToolSplit split : options.evaluation().splits()) {
      ToolWorlds offered = worlds.of(options.evaluation(), split);
      try (ToolEpisodes episodes = new ToolEpisodes(policy, () -> offered.newWorld(split))) {
        all.add(
            episodes.play(
                FIRST_EPISODE,
                options.evaluation().episodes(),
                Seeds.of(options.seed(), "evaluate")));
      }
    }
    work.summary(new Found(all));
  }

  /**
   * The boards at the end of the first episodes of an agent, which are played as the stage plays
   * them.
   *
   * @param options of the stage
   * @param worlds of the agent
   * @param trained the agent's artifact
   * @param most episodes, of which one batch is played
   */
  public static List<Picture> boards(
      Options options,
      CreateAgent agent,
      ToolWorlds worlds,
      Artifact trained,
      ToolSplit split,
      int most)
      throws IOException {
    ToolWorlds offered = worlds.of(options.evaluation(), split);
    try (SetNetwork network = agent.open(trained, worlds);
        ToolEpisodes episodes =
            new ToolEpisodes(
                new NetworkPolicy(network, options.evaluation().deterministicPolicy()),
                () -> offered.newWorld(split))) {
      return episodes.boards(FIRST_EPISODE, most, Seeds.of(options.seed(), "evaluate"));
    }
  }

  @Override
  public Set<String> metricNames() {
    return ToolScores.names(options);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<Found> all = new ArrayList<>();
    for (ShardResult shard : work.shards()) all.add(shard.summary(Found.class));
    work.table(
        "episodes.parquet",
        EPISODES,
        table -> {
          for (int a = 0; a < all.size(); a++) {
            for (int s = 0; s < options.evaluation().splits().size(); s++) {
              List<ToolEpisodes.Played> episodes = all.get(a).splits().get(s);
              for (int i = 0; i < episodes.size(); i++) {
                ToolEpisodes.Played each = episodes.get(i);
                CreateReport report = each.report();
                table.write(
                    options.player(a),
                    a < options.agents().size() ? options.agents().get(a).seed() : options.seed(),
                    options.evaluation().splits().get(s).name().toLowerCase(Locale.ROOT),
                    each.activators(),
                    FIRST_EPISODE + i,
                    report.earned(),
                    report.steps(),
                    report.goalHit(),
                    report.targetHit(),
                    report.activations(),
                    report.placed(),
                    report.blocked(),
                    each.tools(),
                    each.matched());
              }
            }
          }
        });
    drawCurves(work);
    ToolScores scores = new ToolScores(options, all);
    work.figure(scores.matchedChoices());
    work.figure(scores.returnsByActivators());
    return scores.metrics();
  }

  private void drawCurves(FinishWork work) throws Exception {
    List<PpoCurves.Training> trainings =
        options.agents().stream()
            .map(each -> new PpoCurves.Training(each.agent().title(), each.seed(), each.stage()))
            .toList();
    work.figure(PpoCurves.of(work, trainings, List.of(), options.seed()));
  }
}
