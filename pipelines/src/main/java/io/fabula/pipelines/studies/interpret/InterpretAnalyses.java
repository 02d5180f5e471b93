package io.fabula.pipelines.studies.interpret;

import io.fabula.envs.random.Seeds;
import io.fabula.pipelines.analyses.AnalysisNames;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.analyses.NamedActions;
import io.fabula.pipelines.analyses.behaviours.DescribeBehaviours;
import io.fabula.pipelines.analyses.consistency.CompareDynamics;
import io.fabula.pipelines.analyses.edits.SaliencyAgainstEdits;
import io.fabula.pipelines.analyses.extremes.FindExtremes;
import io.fabula.pipelines.analyses.generation.InterpolateBeginnings;
import io.fabula.pipelines.analyses.generation.OptimiseSamples;
import io.fabula.pipelines.analyses.jacobians.ClusterGradients;
import io.fabula.pipelines.analyses.maps.ChooseFactors;
import io.fabula.pipelines.analyses.maps.MapBeginnings;
import io.fabula.pipelines.analyses.maps.MapBehaviours;
import io.fabula.pipelines.analyses.maps.MapHiddenStates;
import io.fabula.pipelines.analyses.maps.MapSimulatorStates;
import io.fabula.pipelines.analyses.policies.ComparePolicies;
import io.fabula.pipelines.analyses.policies.OneActionAgent;
import io.fabula.pipelines.analyses.prediction.MeasureLossOverTime;
import io.fabula.pipelines.analyses.saliency.ComputeSaliency;
import io.fabula.pipelines.analyses.swaps.SwapInGame;
import io.fabula.pipelines.analyses.swaps.SwapInSimulator;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stories.Subject;
import io.fabula.pipelines.studies.AgentArm;
import io.fabula.pipelines.studies.agents.RecordRollouts;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.stages.AgentRecording;
import io.fabula.pipelines.studies.interpret.stages.CoinRunSubject;
import io.fabula.pipelines.studies.interpret.stages.StageNames;
import io.fabula.pipelines.studies.interpret.stages.UntrainedAgent;
import java.util.ArrayList;
import java.util.List;

/** The analyses of this study beside its chain. */
final class InterpretAnalyses {
  private static final LearnedWorld.Sources SOURCES =
      new LearnedWorld.Sources(
          StageNames.TRAIN_AGENT,
          StageNames.TRAIN_SIMULATOR,
          StageNames.RECORD_SIMULATED_ROLLOUTS,
          StageNames.REDUCE_HIDDEN_STATES);

  /** Sets of actions of CoinRun that are targets by name, as published. */
  private static final List<NamedActions> ACTION_SETS =
      List.of(
          new NamedActions("leftwards", List.of(0, 1, 2)),
          new NamedActions("jumping_up", List.of(5)),
          new NamedActions("jumping_right", List.of(8)));

  /** What the coin at the end is worth, points. */
  private static final double COIN_REWARD = 10;

  private static final String UNTRAINED_POLICY = "untrained-policy";
  private static final String JUMP_RIGHT_POLICY = "jump-right-policy";
  private static final int JUMP_RIGHT = 8;

  private InterpretAnalyses() {}

  /** All of them, inputs before what reads them. */
  static List<Stage> all(InterpretSettings s) {
    List<Stage> stages = new ArrayList<>();
    stages.add(
        new ComputeSaliency(
            AnalysisNames.SALIENCY,
            SOURCES,
            new ComputeSaliency.Options(
                s.seed(),
                s.simulation().samples(),
                s.simulation().steps(),
                ACTION_SETS,
                s.analyses().saliency())));
    stages.add(
        new CompareDynamics(
            AnalysisNames.CONSISTENCY,
            new CompareDynamics.Sources(
                AnalysisNames.SALIENCY,
                StageNames.RECORD_SIMULATED_ROLLOUTS,
                StageNames.CLUSTER_BEHAVIOURS,
                StageNames.REDUCE_HIDDEN_STATES),
            new CompareDynamics.Options(
                s.seed(),
                s.analyses().saliency().alsoWithoutEnvironment(),
                s.analyses().consistency())));
    Subject subject = new CoinRunSubject(s.world(), s.agent().ppo().trainableInitialState());
    stages.add(
        new SaliencyAgainstEdits(
            AnalysisNames.SALIENCY_AGAINST_EDITS,
            StageNames.TRAIN_AGENT,
            AgentArm.STUDIED.untrainedAgents(s.stories().untrainedAgents()).stream()
                .map(each -> each.agent(StageNames.TRAIN_AGENT, StageNames.UNTRAINED_AGENT))
                .toList(),
            new SaliencyAgainstEdits.Options(s.seed(), subject, s.analyses().edits())));
    stages.add(
        new SwapInGame(
            AnalysisNames.SWAP_IN_GAME,
            StageNames.TRAIN_AGENT,
            StageNames.REDUCE_HIDDEN_STATES,
            new SwapInGame.Options(s.seed(), subject, s.analyses().swap())));
    stages.add(
        new SwapInSimulator(
            AnalysisNames.SWAP_IN_SIMULATOR,
            SOURCES,
            new SwapInSimulator.Options(
                s.seed(), s.simulation().steps(), COIN_REWARD, s.analyses().swap())));
    addMaps(stages, s, subject);
    addGroups(stages, s);
    addGeneration(stages, s);
    addPolicies(stages, s);
    return stages;
  }

  /** Maps of states, and what behaviours are about. */
  private static void addMaps(List<Stage> stages, InterpretSettings s, Subject subject) {
    stages.add(
        new MapHiddenStates(
            AnalysisNames.MAP_HIDDEN_STATES,
            StageNames.RECORD_ROLLOUTS,
            SOURCES,
            new MapHiddenStates.Options(
                s.seed(),
                s.reduction().episodes(),
                s.reduction().outlierNeighbours(),
                s.reduction().outlierDeviations(),
                s.analyses().hiddenMap(),
                s.analyses().factors())));
    stages.add(
        new MapSimulatorStates(
            AnalysisNames.MAP_SIMULATOR_STATES,
            StageNames.RECORD_SIMULATED_ROLLOUTS,
            new MapSimulatorStates.Options(
                s.seed(),
                s.simulation().samples(),
                s.analyses().worldMap(),
                MapSimulatorStates.Options.USUAL_ROWS)));
    stages.add(
        new MapBeginnings(
            AnalysisNames.MAP_BEGINNINGS,
            StageNames.RECORD_SIMULATED_ROLLOUTS,
            new MapBeginnings.Options(
                s.seed(),
                Math.min(s.simulation().samples(), s.analyses().beginnings()),
                s.analyses().bottleneckMap())));
    stages.add(
        new DescribeBehaviours(
            AnalysisNames.DESCRIBE_BEHAVIOURS,
            new DescribeBehaviours.Sources(
                StageNames.RECORD_ROLLOUTS,
                StageNames.RECORD_SIMULATED_ROLLOUTS,
                StageNames.CLUSTER_BEHAVIOURS),
            new DescribeBehaviours.Options(
                s.seed(), subject, s.simulator().contextFrames(), s.analyses().meaning())));
  }

  /** Other ways of grouping and mapping states and rollouts. */
  private static void addGroups(List<Stage> stages, InterpretSettings s) {
    stages.add(
        new MapBehaviours(
            AnalysisNames.MAP_BEHAVIOURS,
            new MapBehaviours.Sources(
                StageNames.RECORD_SIMULATED_ROLLOUTS, StageNames.CLUSTER_BEHAVIOURS),
            new MapBehaviours.Options(
                s.seed(), s.simulation().samples(), s.analyses().behaviourMap())));
    stages.add(
        new FindExtremes(
            AnalysisNames.EXTREME_SAMPLES,
            StageNames.RECORD_SIMULATED_ROLLOUTS,
            StageNames.REDUCE_HIDDEN_STATES,
            new FindExtremes.Options(
                s.simulation().samples(),
                s.analyses().saliency().timestep(),
                s.analyses().extremes())));
    stages.add(
        new ClusterGradients(
            AnalysisNames.CLUSTER_GRADIENTS,
            new ClusterGradients.Sources(
                AnalysisNames.SALIENCY,
                StageNames.RECORD_SIMULATED_ROLLOUTS,
                StageNames.CLUSTER_BEHAVIOURS),
            new ClusterGradients.Options(s.seed(), s.analyses().jacobian())));
    stages.add(
        new ChooseFactors(
            AnalysisNames.CHOOSE_FACTORS,
            StageNames.RECORD_ROLLOUTS,
            new ChooseFactors.Options(
                s.seed(), s.reduction().episodes(), s.analyses().factorChoice())));
  }

  /** How far the simulator imagines, and what it makes of beginnings that nobody recorded. */
  private static void addGeneration(List<Stage> stages, InterpretSettings s) {
    stages.add(
        new MeasureLossOverTime(
            AnalysisNames.LOSS_OVER_TIME,
            StageNames.TRAIN_AGENT,
            StageNames.RECORD_ROLLOUTS,
            StageNames.TRAIN_SIMULATOR,
            new MeasureLossOverTime.Options(s.seed(), s.simulator(), s.analyses().lossOverTime())));
    stages.add(
        new InterpolateBeginnings(
            AnalysisNames.INTERPOLATE_BEGINNINGS,
            SOURCES,
            new InterpolateBeginnings.Options(
                s.seed(), s.simulation().steps(), s.analyses().interpolation())));
    stages.add(
        new OptimiseSamples(
            AnalysisNames.OPTIMISE_SAMPLES,
            SOURCES,
            new OptimiseSamples.Options(
                s.seed(), s.simulation().steps(), s.analyses().targetFunc())));
  }

  /** The trained agent, one that learned nothing, and one that always jumps to the right. */
  private static void addPolicies(List<Stage> stages, InterpretSettings s) {
    stages.add(
        new UntrainedAgent(
            UNTRAINED_POLICY, StageNames.TRAIN_AGENT, 1, new UntrainedAgent.Options(s.seed())));
    stages.add(
        new OneActionAgent(
            JUMP_RIGHT_POLICY,
            StageNames.TRAIN_AGENT,
            new OneActionAgent.Options(Seeds.of(s.seed(), "jump right"), JUMP_RIGHT)));
    List<ComparePolicies.Policy> policies =
        List.of(
            policy("trained agent", StageNames.TRAIN_AGENT, "trained"),
            policy("untrained agent", UNTRAINED_POLICY, "untrained"),
            policy("always jumps right", JUMP_RIGHT_POLICY, "jump-right"));
    for (ComparePolicies.Policy each : policies) {
      stages.add(
          new RecordRollouts<>(
              each.rollouts(),
              each.agent(),
              new AgentRecording(
                  Seeds.of(s.seed(), "policies"),
                  s.world(),
                  s.agent().ppo().trainableInitialState(),
                  s.recording().withEpisodes(s.analyses().policies().episodes()).withoutNoise())));
    }
    stages.add(
        new ComparePolicies(
            AnalysisNames.POLICIES_IN_SIMULATOR,
            StageNames.TRAIN_SIMULATOR,
            new ComparePolicies.Options(
                s.seed(),
                s.simulator(),
                s.prediction().steps(),
                policies,
                s.analyses().policies())));
  }

  private static ComparePolicies.Policy policy(String words, String agent, String name) {
    return new ComparePolicies.Policy(words, agent, "record-" + name + "-policy");
  }
}
