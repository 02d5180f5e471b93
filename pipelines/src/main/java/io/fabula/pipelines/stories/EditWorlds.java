package io.fabula.pipelines.stories;

import io.fabula.analysis.Matrix;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.random.Seeds;
import io.fabula.model.twins.EditExperiment;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.WatchedCourse;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.tables.TableWriter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Edits the world in states of the studied agent's play, with a placebo of about equal area each.
 * The studied agent plays, and untrained agents watch the same frames.
 *
 * @param name of the stage
 * @param studied the agent that is studied
 * @param untrained agents that learned nothing
 * @param options what is edited
 */
public record EditWorlds(String name, Watcher studied, List<Watcher> untrained, Options options)
    implements Stage {
  /**
   * An agent that watches.
   *
   * @param agent the stage that makes it
   * @param reduction the stage that finds the components of its states
   */
  public record Watcher(String agent, String reduction) implements Serializable {}

  /**
   * What decides the edits beside the agents.
   *
   * @param seed root seed
   * @param subject the world, and how agents are read
   * @param edits names of the edits
   * @param levels from whose play states are taken
   * @param firstLevel seed of the first of them
   * @param every one of so many states is picked
   * @param states most states for each edit
   * @param maxSteps steps after which an episode is cut off, or 0
   * @param perShard levels that are played side by side
   */
  public record Options(
      long seed,
      Subject subject,
      List<String> edits,
      int levels,
      long firstLevel,
      int every,
      int states,
      int maxSteps,
      int perShard)
      implements Serializable {
    /** What settings say. */
    public static Options of(long seed, Subject subject, StorySettings settings) {
      return new Options(
          seed,
          subject,
          settings.edits(),
          settings.editLevels(),
          settings.firstEditedLevel(),
          settings.editEvery(),
          settings.statesPerEdit(),
          settings.maxSteps(),
          settings.perShard());
    }
  }

  public EditWorlds {
    untrained = List.copyOf(untrained);
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    List<String> inputs = new ArrayList<>(List.of(studied.agent(), studied.reduction()));
    for (Watcher each : untrained) inputs.addAll(List.of(each.agent(), each.reduction()));
    return List.copyOf(inputs);
  }

  private ShardCount split() {
    return new ShardCount(options.levels(), options.perShard());
  }

  @Override
  public int shards(Inputs inputs) {
    return split().shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    try (WatchingAgents agents = new WatchingAgents(work, options.subject(), studied, untrained)) {
      edit(work, agents.all());
    }
  }

  private void edit(ShardWork work, List<WatchingAgents.Described> agents) throws Exception {
    EditableWorld world = options.subject().newWorld();
    int first = split().first(work.shard());
    long from = options.firstLevel() + first;
    EditExperiment experiment =
        new EditExperiment(
            world,
            agents.stream().map(WatchingAgents.Described::agent).toList(),
            new EditExperiment.Options(
                options.edits(),
                StorySettings.LAGS,
                StorySettings.STATES_PER_LEVEL,
                1 + (options.states() - 1) / split().shards(),
                new WatchedCourse.Options(
                    options.maxSteps(), options.every(), Seeds.of(options.seed(), "edit-worlds"))));
    List<EditExperiment.Response> responses =
        experiment.run(LongStream.range(from, from + split().count(work.shard())).toArray());
    List<ActionGroup> groups = world.editor().actionGroups();
    work.table(
        PartName.of(EditEffects.DIRECTORY, work.shard(), split().shards()),
        EditEffects.schema(agents.get(0).projector().independentCount(), groups.size()),
        table -> {
          for (EditExperiment.Response each : responses) {
            for (int i = 0; i < agents.size(); i++) write(table, each, i, agents.get(i), groups);
          }
        });
  }

  private static void write(
      TableWriter table,
      EditExperiment.Response response,
      int number,
      WatchingAgents.Described described,
      List<ActionGroup> groups)
      throws Exception {
    EditExperiment.Watched watched = response.agents().get(number);
    List<List<float[]>> worlds = List.of(watched.untouched(), watched.edited(), watched.placebo());
    List<List<SteppingAgent.Decision>> decisions = new ArrayList<>();
    List<Matrix> components = new ArrayList<>();
    for (List<float[]> each : worlds) {
      decisions.add(described.agent().decide(each));
      components.add(described.components(each));
    }
    for (int lag = 0; lag < response.lags(); lag++) {
      SteppingAgent.Decision base = decisions.get(0).get(lag);
      SteppingAgent.Decision edited = decisions.get(1).get(lag);
      SteppingAgent.Decision placebo = decisions.get(2).get(lag);
      table.write(
          number,
          response.edit().name(),
          response.level(),
          response.step(),
          lag,
          response.sighting().present()
              ? TableWriter.orMissing(response.sighting().distance())
              : null,
          response.phase(),
          response.changedByEdit(),
          response.changedByPlacebo(),
          change(components.get(0), components.get(1), lag),
          change(components.get(0), components.get(2), lag),
          change(base, edited, groups),
          change(base, placebo, groups),
          edited.totalVariation(base),
          placebo.totalVariation(base),
          (double) edited.value() - base.value(),
          (double) placebo.value() - base.value());
    }
  }

  private static float[] change(Matrix from, Matrix to, int row) {
    float[] change = new float[from.columns()];
    for (int i = 0; i < change.length; i++) change[i] = (float) (to.get(row, i) - from.get(row, i));
    return change;
  }

  private static float[] change(
      SteppingAgent.Decision from, SteppingAgent.Decision to, List<ActionGroup> groups) {
    float[] change = new float[groups.size()];
    for (int i = 0; i < change.length; i++) {
      List<Integer> actions = groups.get(i).actions();
      change[i] = (float) (to.probability(actions) - from.probability(actions));
    }
    return change;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return Map.of("rows", (double) work.rows());
  }
}
