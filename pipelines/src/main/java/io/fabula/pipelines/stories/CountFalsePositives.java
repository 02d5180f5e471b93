package io.fabula.pipelines.stories;

import static io.fabula.pipelines.tables.TableWriter.orMissing;

import io.fabula.analysis.stories.FeatureStory;
import io.fabula.analysis.stories.ProportionInterval;
import io.fabula.analysis.stories.TotalEffect;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.WatchedCourse;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tries the whole rule on agents that learned nothing, each judged as if it were the studied one:
 * every other as it was drawn, and the others as decided as the studied agent. What is shown of
 * them is false. That they are no better than random play is not held against them here. Whether
 * edits of the world move the state is asked only where the rule comes to it.
 *
 * @param name of the stage
 * @param agent the stage that makes the studied agent
 * @param options what is tried
 */
public record CountFalsePositives(String name, String agent, Options options) implements Stage {
  static final double LEVEL = 0.95;
  private static final String DIRECTORY = "null_stories";
  private static final String DRAWN = "untrained";
  private static final String DECIDED = "reactive";

  private static final TableSchema SCHEMA =
      new TableSchema(
          "null_stories",
          1,
          "The story of a feature of an agent that learned nothing.",
          List.of(
              Column.of("agent", Column.Type.INT32).doc("number of the agent, from 0"),
              Column.of("kind", Column.Type.STRING)
                  .doc("untrained: as it was drawn; reactive: as decided as the studied agent"),
              Column.of("feature", Column.Type.STRING).doc("name of the feature"),
              Column.of("placebo", Column.Type.BOOLEAN).doc("whether it is of no use to an agent"),
              Column.of("levels", Column.Type.INT32).doc("levels played"),
              Column.of("base", Column.Type.DOUBLE).doc("mean return as it is").unit("reward"),
              Column.of("blind", Column.Type.DOUBLE)
                  .doc("mean return when it does not see the feature")
                  .unit("reward"),
              Column.of("better", Column.Type.INT32).doc("levels that blindness improves"),
              Column.of("worse", Column.Type.INT32).doc("levels that blindness worsens"),
              Column.of("p", Column.Type.DOUBLE).doc("of the sign test"),
              Column.of("p_adjusted", Column.Type.DOUBLE).doc("adjusted over the features"),
              Column.optional("log_ratio", Column.Type.DOUBLE)
                  .doc("how far an edit moves the state, if the rule came to it"),
              Column.of("shown", Column.Type.BOOLEAN).doc("the verdict, which is false if it is"),
              Column.of("verdict", Column.Type.STRING).doc("the verdict with its reason")));

  /** A row of the table; see its columns. */
  record Row(int agent, String feature, int discordant, double p, boolean shown) {}

  /**
   * What is tried.
   *
   * @param seed root seed
   * @param subject the world, and how the studied agent is read
   * @param nullAgents makes agents that learned nothing
   * @param features that are judged, placebos among them
   * @param edits of the world
   * @param agents how many are judged
   * @param levels that each plays for each feature
   * @param firstLevel seed of the first level
   * @param maxSteps steps after which an episode is cut off
   * @param every one of so many states is picked to be edited
   * @param states most states for each edit
   * @param watchers untrained agents that watch each of them
   * @param draws of the bootstrap
   * @param falseDiscoveryRate of the verdicts
   */
  public record Options(
      long seed,
      Subject subject,
      NullAgents nullAgents,
      List<String> features,
      List<String> edits,
      int agents,
      int levels,
      int firstLevel,
      int maxSteps,
      int every,
      int states,
      int watchers,
      int draws,
      double falseDiscoveryRate)
      implements Serializable {
    /** What settings say. */
    public static Options of(
        long seed,
        Subject subject,
        NullAgents nullAgents,
        StorySettings stories,
        RequestSettings request) {
      return new Options(
          seed,
          subject,
          nullAgents,
          stories.features(),
          stories.edits(),
          request.nullAgents(),
          request.nullLevels(),
          stories.firstLevel(),
          request.nullMaxSteps(),
          stories.editEvery(),
          stories.statesPerEdit(),
          stories.untrainedAgents(),
          stories.draws(),
          stories.falseDiscoveryRate());
    }

    WatchedCourse.Options play(String stream) {
      return new WatchedCourse.Options(maxSteps, every, Seeds.of(seed, stream));
    }
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(agent);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.agents();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    int number = work.shard();
    boolean reactive = number % 2 == 1;
    NullTrial trial = new NullTrial(options, work.input(agent), number);
    try (RecurrentNetwork network = trial.drawn(reactive);
        SteppingAgent player = new SteppingAgent(network)) {
      List<FeatureStory> stories =
          trial.judge(player, done -> work.progress(done, options.features().size(), "features"));
      work.table(
          PartName.of(DIRECTORY, number, options.agents()),
          SCHEMA,
          table -> {
            for (FeatureStory each : stories) {
              TotalEffect total = each.evidence().total();
              double ratio =
                  each.evidence().edits().stream()
                      .mapToDouble(edit -> edit.logRatio().value())
                      .max()
                      .orElse(Double.NaN);
              table.write(
                  number,
                  reactive ? DECIDED : DRAWN,
                  each.feature(),
                  total.feature().placebo(),
                  total.levels(),
                  total.base(),
                  total.blind(),
                  total.sign().better(),
                  total.sign().worse(),
                  total.sign().pValue(),
                  each.pTotal(),
                  orMissing(ratio),
                  each.finding().isShown(),
                  each.verdict());
            }
          });
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    List<Row> rows = new ArrayList<>();
    for (ShardResult shard : work.shards()) {
      TableReader.forEach(
          work.file(shard.part(PartName.of(DIRECTORY, shard.shard(), options.agents()))),
          SCHEMA,
          row ->
              rows.add(
                  new Row(
                      row.integer("agent"),
                      row.text("feature"),
                      row.integer("better") + row.integer("worse"),
                      row.number("p"),
                      row.flag("shown"))));
    }
    Set<Integer> mistaken = new TreeSet<>();
    int below = 0;
    int differing = 0;
    for (Row each : rows) {
      if (each.shown()) mistaken.add(each.agent());
      if (each.discordant() > 0) differing++;
      if (each.p() <= options.falseDiscoveryRate()) below++;
    }
    ProportionInterval agents = ProportionInterval.exact(mistaken.size(), options.agents(), LEVEL);
    ProportionInterval tests = ProportionInterval.exact(below, rows.size(), LEVEL);
    Map<String, Double> metrics = new HashMap<>();
    metrics.put("agents", (double) options.agents());
    metrics.put("agents_with_a_story", (double) mistaken.size());
    metrics.put("rate", agents.share());
    metrics.put("rate_low", agents.low());
    metrics.put("rate_high", agents.high());
    metrics.put("sign_tests", (double) rows.size());
    metrics.put("sign_tests_with_a_difference", (double) differing);
    metrics.put("sign_tests_below_level", (double) below);
    metrics.put("sign_tests_rate_high", tests.high());
    return metrics;
  }
}
