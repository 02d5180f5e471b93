package io.fabula.pipelines.studies.interpret;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.Study;
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
    addBranch(stages, Branch.STUDIED, s);
    stages.add(
        new EvaluateSimulator(
            new EvaluateSimulator.Options(s.seed(), s.simulator(), s.prediction())));
    for (Branch branch : Branch.untrainedAgents(s.stories().untrainedAgents())) {
      stages.add(new UntrainedAgent(branch, new UntrainedAgent.Options(s.seed())));
      addBranch(stages, branch, s);
    }
    stages.add(new TellCausalStories(new TellCausalStories.Options(s.seed(), s.stories())));
    return List.copyOf(stages);
  }

  @Override
  public Report report(CompletedRun<InterpretSettings> run) throws IOException {
    return InterpretReport.of(run);
  }

  private static void addBranch(List<Stage> stages, Branch branch, InterpretSettings s) {
    stages.add(
        new RecordRollouts(
            branch,
            new RecordRollouts.Options(
                s.seed(), s.world(), s.agent().ppo().trainableInitialState(), s.recording())));
    stages.add(new TrainSimulator(branch, new TrainSimulator.Options(s.seed(), s.simulator())));
    stages.add(
        new RecordSimulatedRollouts(
            branch, new RecordSimulatedRollouts.Options(s.seed(), s.simulator(), s.simulation())));
    stages.add(
        new ReduceHiddenStates(branch, new ReduceHiddenStates.Options(s.seed(), s.reduction())));
    stages.add(new ClusterBehaviours(branch, new ClusterBehaviours.Options(s.behaviours())));
  }
}
