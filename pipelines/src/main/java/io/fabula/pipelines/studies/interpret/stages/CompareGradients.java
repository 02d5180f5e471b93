package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.stories.PathDirections;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.simulator.FrozenAgent;
import io.fabula.model.simulator.SimulatedRollouts;
import io.fabula.model.simulator.Simulator;
import io.fabula.model.simulator.SimulatorGradients;
import io.fabula.model.twins.ReplayedPushes;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stories.GradientEffects;
import io.fabula.pipelines.stories.StoryDirections;
import io.fabula.pipelines.stories.Subject;
import io.fabula.pipelines.studies.interpret.settings.GradientSettings;
import io.fabula.pipelines.studies.interpret.settings.SimulatorSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the simulator's gradients against pushes in the real world. Both go on from the same
 * recorded beginnings with the agent's most probable actions; after some steps the state is moved
 * along each component, and along the directions in which edits of the world move it. Gradients do
 * not follow causes from the environment back into actions: beyond a step or two those say nothing.
 *
 * @param name of the stage
 * @param sources the stages that are read
 * @param options what decides the comparison beside these
 */
public record CompareGradients(String name, Sources sources, Options options) implements Stage {
  private static final int STEPS =
      GradientEffects.PUSHED_AFTER + GradientEffects.LAGS.get(GradientEffects.LAGS.size() - 1) + 1;

  /**
   * The stages that are read.
   *
   * @param agent makes the agent
   * @param rollouts records it
   * @param simulator trains the simulator
   * @param simulated encodes the beginnings
   * @param reduction finds the components
   * @param edits edits worlds
   */
  public record Sources(
      String agent,
      String rollouts,
      String simulator,
      String simulated,
      String reduction,
      String edits)
      implements Serializable {
    /** Those of the agent that is studied. */
    public static final Sources STUDIED =
        new Sources(
            StageNames.TRAIN_AGENT,
            StageNames.RECORD_ROLLOUTS,
            StageNames.TRAIN_SIMULATOR,
            StageNames.RECORD_SIMULATED_ROLLOUTS,
            StageNames.REDUCE_HIDDEN_STATES,
            StageNames.EDIT_WORLDS);
  }

  /**
   * What decides the comparison.
   *
   * @param seed root seed
   * @param training how the simulator was trained
   * @param subject the world, and how the agent is read
   * @param features whose edits give directions
   * @param gradients how much is compared
   */
  public record Options(
      long seed,
      SimulatorSettings training,
      Subject subject,
      List<String> features,
      GradientSettings gradients)
      implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(
        sources.agent(),
        sources.rollouts(),
        sources.simulator(),
        sources.simulated(),
        sources.reduction(),
        sources.edits());
  }

  @Override
  public int shards(Inputs inputs) {
    return options.gradients().shards().shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    Projector projector = ProjectionTable.read(work.input(sources.reduction()));
    List<PathDirections> directions =
        StoryDirections.of(
            projector.independentCount(),
            options.subject(),
            options.features(),
            work.input(sources.edits()));
    int first = options.gradients().shards().first(work.shard());
    int end = first + options.gradients().shards().count(work.shard());
    Map<Integer, GradientBeginning> beginnings =
        GradientBeginning.read(
            work.input(sources.rollouts()),
            work.input(sources.simulated()),
            options.training().contextFrames(),
            id -> id >= first && id < end);
    GradientMoves moves = new GradientMoves(projector, directions, options.subject());
    Map<String, GradientEffects.Effect> real = real(work, moves, beginnings);
    List<GradientEffects.Effect> effects = new ArrayList<>();
    try (ImpalaNetwork network = TrainAgent.load(work.input(sources.agent()));
        Simulator simulator = TrainSimulator.load(work.input(sources.simulator()));
        SimulatorGradients gradients =
            new SimulatorGradients(
                simulator, new FrozenAgent(network), STEPS, SimulatedRollouts.BATCH)) {
      SimulatedGradients simulated = new SimulatedGradients(gradients, moves);
      List<GradientBeginning> all = List.copyOf(beginnings.values());
      for (int from = 0; from < all.size(); from += SimulatedRollouts.BATCH) {
        int to = Math.min(from + SimulatedRollouts.BATCH, all.size());
        simulated.add(all.subList(from, to), real, effects);
        work.progress(to, all.size(), "beginnings");
      }
    }
    GradientEffects.write(
        work,
        options.gradients().shards().shards(),
        projector.independentCount(),
        moves.groups.size(),
        effects);
    work.metric("beginnings", beginnings.size());
  }

  private Map<String, GradientEffects.Effect> real(
      ShardWork work, GradientMoves moves, Map<Integer, GradientBeginning> beginnings)
      throws Exception {
    List<GradientBeginning> order = List.copyOf(beginnings.values());
    List<ReplayedPushes.Start> starts =
        GradientBeginning.starts(work.input(sources.rollouts()), order);
    EditableWorld world = options.subject().newWorld();
    Map<String, GradientEffects.Effect> effects = new HashMap<>();
    try (RecurrentNetwork network = options.subject().agent(work.input(sources.agent()));
        SteppingAgent agent = new SteppingAgent(network)) {
      ReplayedPushes pushes =
          new ReplayedPushes(
              world,
              agent,
              moves.added,
              new ReplayedPushes.Options(
                  GradientEffects.PUSHED_AFTER, GradientMoves.AMOUNT, GradientEffects.LAGS));
      for (ReplayedPushes.Response each : pushes.run(starts)) {
        GradientEffects.Effect effect = moves.effect(order.get(each.start()), each);
        effects.put(
            SimulatedGradients.key(effect.sample(), effect.direction(), effect.lag()), effect);
      }
    } catch (IllegalArgumentException e) {
      throw new DataProblem(
          work.input(sources.rollouts()).location(),
          "it cannot be played again: " + e.getMessage(),
          "record it again with --force=" + sources.rollouts(),
          e);
    }
    return effects;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    double beginnings = 0;
    for (var each : work.shards()) beginnings += each.metrics().getOrDefault("beginnings", 0.0);
    return Map.of("beginnings", beginnings, "rows", (double) work.rows());
  }
}
