package io.fabula.pipelines.studies.interpret;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.AgentArm;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.interpret.report.InterpretReport;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.stages.ClusterBehaviours;
import io.fabula.pipelines.studies.interpret.stages.EvaluateAgent;
import io.fabula.pipelines.studies.interpret.stages.EvaluateSimulator;
import io.fabula.pipelines.studies.interpret.stages.RecordRollouts;
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
    stages.add(new TrainAgent(TrainAgent.Options.of(s)));
    stages.add(
        new EvaluateAgent(
            new EvaluateAgent.Options(s.seed(), s.world(), trainableStart, s.evaluation())));
    addBranch(stages, AgentArm.STUDIED, s);
    stages.add(
        new EvaluateSimulator(
            new EvaluateSimulator.Options(s.seed(), s.simulator(), s.prediction())));
    for (AgentArm arm : AgentArm.untrainedAgents(s.stories().untrainedAgents())) {
      stages.add(new UntrainedAgent(arm, new UntrainedAgent.Options(s.seed())));
      addBranch(stages, arm, s);
    }
    stages.add(new TellCausalStories(new TellCausalStories.Options(s.seed(), s.stories())));
    return List.copyOf(stages);
  }

  @Override
  public Report report(CompletedRun<InterpretSettings> run) throws IOException {
    return InterpretReport.of(run);
  }

  private static void addBranch(List<Stage> stages, AgentArm arm, InterpretSettings s) {
    stages.add(
        new RecordRollouts(
            arm,
            new RecordRollouts.Options(
                s.seed(), s.world(), s.agent().ppo().trainableInitialState(), s.recording())));
    stages.add(new TrainSimulator(arm, new TrainSimulator.Options(s.seed(), s.simulator())));
    stages.add(
        new RecordSimulatedRollouts(
            arm, new RecordSimulatedRollouts.Options(s.seed(), s.simulator(), s.simulation())));
    stages.add(
        new ReduceHiddenStates(arm, new ReduceHiddenStates.Options(s.seed(), s.reduction())));
    stages.add(new ClusterBehaviours(arm, new ClusterBehaviours.Options(s.behaviours())));
  }
}
