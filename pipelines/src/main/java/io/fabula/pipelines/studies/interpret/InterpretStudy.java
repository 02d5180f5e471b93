package io.fabula.pipelines.studies.interpret;

import static io.fabula.pipelines.studies.interpret.stages.StageNames.CAUSAL_STORIES;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.CLUSTER_BEHAVIOURS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.EVALUATE_AGENT;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.EVALUATE_SIMULATOR;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.RECORD_ROLLOUTS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.RECORD_SIMULATED_ROLLOUTS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.REDUCE_HIDDEN_STATES;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.TRAIN_AGENT;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.TRAIN_SIMULATOR;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.UNTRAINED_AGENT;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.AgentArm;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.agents.EvaluateAgent;
import io.fabula.pipelines.studies.agents.RecordRollouts;
import io.fabula.pipelines.studies.interpret.report.InterpretReport;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.stages.AgentComparison;
import io.fabula.pipelines.studies.interpret.stages.AgentRecording;
import io.fabula.pipelines.studies.interpret.stages.ClusterBehaviours;
import io.fabula.pipelines.studies.interpret.stages.EvaluateSimulator;
import io.fabula.pipelines.studies.interpret.stages.RecordSimulatedRollouts;
import io.fabula.pipelines.studies.interpret.stages.ReduceHiddenStates;
import io.fabula.pipelines.studies.interpret.stages.TellCausalStories;
import io.fabula.pipelines.studies.interpret.stages.TrainAgent;
import io.fabula.pipelines.studies.interpret.stages.TrainSimulator;
import io.fabula.pipelines.studies.interpret.stages.UntrainedAgent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The main chain: from training an agent in CoinRun to the causal stories of its behaviours. */
public final class InterpretStudy implements Study<InterpretSettings> {
  @Override
  public String name() {
    return "interpret";
  }

  @Override
  public String description() {
    return "which hidden-state directions of a CoinRun agent cause which behaviours";
  }

  @Override
  public Class<InterpretSettings> settings() {
    return InterpretSettings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny", "smoke", "mini", "small", "paper");
  }

  @Override
  public long seed(InterpretSettings settings) {
    return settings.seed();
  }

  @Override
  public List<Stage> stages(InterpretSettings s) {
    boolean trainableStart = s.agent().ppo().trainableInitialState();
    List<Stage> stages = new ArrayList<>();
    stages.add(new TrainAgent(TRAIN_AGENT, TrainAgent.Options.of(s)));
    stages.add(
        new EvaluateAgent<>(
            EVALUATE_AGENT,
            TRAIN_AGENT,
            new AgentComparison(s.seed(), s.world(), trainableStart, s.evaluation())));
    addArm(stages, AgentArm.STUDIED, s);
    stages.add(
        new EvaluateSimulator(
            EVALUATE_SIMULATOR,
            TRAIN_AGENT,
            RECORD_ROLLOUTS,
            TRAIN_SIMULATOR,
            new EvaluateSimulator.Options(s.seed(), s.simulator(), s.prediction())));
    List<AgentArm> untrained = AgentArm.untrainedAgents(s.stories().untrainedAgents());
    for (AgentArm arm : untrained) {
      stages.add(
          new UntrainedAgent(
              agent(arm), TRAIN_AGENT, arm.untrained(), new UntrainedAgent.Options(s.seed())));
      addArm(stages, arm, s);
    }
    stages.add(
        new TellCausalStories(
            CAUSAL_STORIES,
            EVALUATE_AGENT,
            EVALUATE_SIMULATOR,
            told(AgentArm.STUDIED),
            untrained.stream().map(InterpretStudy::told).toList(),
            new TellCausalStories.Options(s.seed(), s.stories())));
    return List.copyOf(stages);
  }

  @Override
  public Report report(CompletedRun<InterpretSettings> run) throws IOException {
    return InterpretReport.of(run);
  }

  /** What is done with every agent: the studied one, and those that learned nothing. */
  private static void addArm(List<Stage> stages, AgentArm arm, InterpretSettings s) {
    String agent = agent(arm);
    String rollouts = arm.of(RECORD_ROLLOUTS);
    String simulator = arm.of(TRAIN_SIMULATOR);
    String simulated = arm.of(RECORD_SIMULATED_ROLLOUTS);
    boolean illustrated = arm.studied();
    stages.add(
        new RecordRollouts<>(
            rollouts,
            agent,
            new AgentRecording(
                s.seed(), s.world(), s.agent().ppo().trainableInitialState(), s.recording())));
    stages.add(
        new TrainSimulator(
            simulator,
            agent,
            rollouts,
            illustrated,
            new TrainSimulator.Options(s.seed(), s.simulator())));
    stages.add(
        new RecordSimulatedRollouts(
            simulated,
            agent,
            rollouts,
            simulator,
            illustrated,
            new RecordSimulatedRollouts.Options(s.seed(), s.simulator(), s.simulation())));
    stages.add(
        new ReduceHiddenStates(
            arm.of(REDUCE_HIDDEN_STATES),
            rollouts,
            illustrated,
            new ReduceHiddenStates.Options(s.seed(), s.reduction())));
    stages.add(
        new ClusterBehaviours(
            arm.of(CLUSTER_BEHAVIOURS),
            simulated,
            illustrated
                ? new ClusterBehaviours.Illustration(rollouts, s.simulator().contextFrames())
                : null,
            new ClusterBehaviours.Options(s.behaviours())));
  }

  private static String agent(AgentArm arm) {
    return arm.agent(TRAIN_AGENT, UNTRAINED_AGENT);
  }

  private static TellCausalStories.Arm told(AgentArm arm) {
    return new TellCausalStories.Arm(
        arm.of(REDUCE_HIDDEN_STATES),
        arm.of(RECORD_SIMULATED_ROLLOUTS),
        arm.of(CLUSTER_BEHAVIOURS));
  }
}
