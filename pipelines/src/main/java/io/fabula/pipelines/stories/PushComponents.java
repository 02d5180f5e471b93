package io.fabula.pipelines.stories;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.stories.PathDirections;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.random.Seeds;
import io.fabula.model.twins.PushExperiment;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.WatchedCourse;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Pushes agents' states along each of their components, and the studied agent's along the
 * directions in which edits of the world move it, and follows what becomes of it in the real world.
 * Untrained agents are pushed in states that they remember of the studied agent's play.
 *
 * @param name of the stage
 * @param studied the agent that is studied
 * @param untrained agents that learned nothing
 * @param edits the stage that edits worlds
 * @param options what is pushed
 */
public record PushComponents(
    String name,
    EditWorlds.Watcher studied,
    List<EditWorlds.Watcher> untrained,
    String edits,
    Options options)
    implements Stage {
  /** How far a state is pushed to either side, in standard deviations. */
  private static final double AMOUNT = 2;

  /** When it is looked at: at once, and after so many observations. */
  static final List<Integer> LAGS = List.of(0, 1, 2, 4, 8);

  /**
   * What decides the pushes beside the agents.
   *
   * @param seed root seed
   * @param subject the world, and how agents are read
   * @param features whose edits give directions
   * @param levels from whose play states are taken
   * @param firstLevel seed of the first of them
   * @param every one of so many states is picked
   * @param states most states
   * @param maxSteps steps after which an episode is cut off, or 0
   * @param perShard levels that are played side by side
   */
  public record Options(
      long seed,
      Subject subject,
      List<String> features,
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
          settings.features(),
          settings.editLevels(),
          settings.firstPushedLevel(),
          settings.editEvery(),
          settings.pushStates(),
          settings.maxSteps(),
          settings.perShard());
    }
  }

  public PushComponents {
    untrained = List.copyOf(untrained);
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    List<String> inputs = new ArrayList<>(List.of(studied.agent(), studied.reduction(), edits));
    for (EditWorlds.Watcher each : untrained) {
      inputs.addAll(List.of(each.agent(), each.reduction()));
    }
    return List.copyOf(inputs);
  }

  private ShardCount split() {
    return new ShardCount(options.levels(), options.perShard());
  }

  @Override
  public int shards(Inputs inputs) {
    return split().shards();
  }

  /** An agent with the directions that it is pushed along. */
  private record Pushed(WatchingAgents.Described watcher, List<PathDirections> directions) {
    /** What a push by 1 adds to the state, {@code [directions, stateSize]}. */
    double[][] added() {
      Matrix gradients = watcher.projector().gradientMap();
      double[][] added = new double[directions.size()][];
      for (int i = 0; i < added.length; i++) {
        added[i] = gradients.times(directions.get(i).vectors()[0]);
      }
      return added;
    }

    double[] components(float[] state) {
      return watcher.components(List.of(state)).row(0);
    }
  }

  @Override
  public void run(ShardWork work) throws Exception {
    try (WatchingAgents watchers =
        new WatchingAgents(work, options.subject(), studied, untrained)) {
      List<Pushed> agents = new ArrayList<>();
      for (WatchingAgents.Described each : watchers.all()) {
        int k = each.projector().independentCount();
        agents.add(
            new Pushed(
                each,
                agents.isEmpty()
                    ? StoryDirections.of(
                        k, options.subject(), options.features(), work.input(edits))
                    : StoryDirections.components(k)));
      }
      push(work, agents);
    }
  }

  private void push(ShardWork work, List<Pushed> agents) throws Exception {
    EditableWorld world = options.subject().newWorld();
    long from = options.firstLevel() + split().first(work.shard());
    PushExperiment experiment =
        new PushExperiment(
            world,
            agents.stream().map(each -> each.watcher().agent()).toList(),
            agents.stream().map(Pushed::added).toList(),
            new PushExperiment.Options(
                AMOUNT,
                LAGS,
                StorySettings.STATES_PER_LEVEL,
                1 + (options.states() - 1) / split().shards(),
                new WatchedCourse.Options(
                    options.maxSteps(),
                    options.every(),
                    Seeds.of(options.seed(), "push-components"))));
    List<PushExperiment.Response> responses =
        experiment.run(LongStream.range(from, from + split().count(work.shard())).toArray());
    List<ActionGroup> groups = world.editor().actionGroups();
    work.table(
        PartName.of(PushEffects.DIRECTORY, work.shard(), split().shards()),
        PushEffects.schema(agents.get(0).watcher().projector().independentCount(), groups.size()),
        table -> {
          for (PushExperiment.Response each : responses) {
            table.write(row(each, agents.get(each.agent()), groups));
          }
        });
  }

  private static Object[] row(
      PushExperiment.Response response, Pushed pushed, List<ActionGroup> groups) {
    PathDirections direction = pushed.directions().get(response.direction());
    double[] plus = pushed.components(response.plus().state());
    double[] minus = pushed.components(response.minus().state());
    float[] components = new float[plus.length];
    double along = 0;
    for (int i = 0; i < components.length; i++) {
      double change = (plus[i] - minus[i]) / (2 * AMOUNT);
      components[i] = (float) change;
      along += change * direction.vectors()[0][i];
    }
    SteppingAgent.Decision more = response.plus().decision();
    SteppingAgent.Decision less = response.minus().decision();
    SteppingAgent.Decision base = response.untouched().decision();
    float[] change = new float[groups.size()];
    for (int i = 0; i < change.length; i++) {
      List<Integer> actions = groups.get(i).actions();
      change[i] = (float) ((more.probability(actions) - less.probability(actions)) / (2 * AMOUNT));
    }
    return new Object[] {
      response.agent(),
      response.level(),
      response.step(),
      direction.name(),
      response.lag(),
      (more.totalVariation(base) + less.totalVariation(base)) / 2,
      change,
      ((double) more.value() - less.value()) / (2 * AMOUNT),
      along,
      components
    };
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    return Map.of("rows", (double) work.rows());
  }
}
