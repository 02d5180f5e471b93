package io.fabula.pipelines.studies.platform;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.agents.RecordRollouts;
import io.fabula.pipelines.studies.platform.panel.PlatformPanel;
import io.fabula.pipelines.studies.platform.report.PlatformReport;
import io.fabula.pipelines.studies.platform.settings.PlatformSettings;
import io.fabula.pipelines.studies.platform.stages.BestAgentRecording;
import io.fabula.pipelines.studies.platform.stages.EvaluateAgents;
import io.fabula.pipelines.studies.platform.stages.ExplainDecisions;
import io.fabula.pipelines.studies.platform.stages.PlatformStages;
import io.fabula.pipelines.studies.platform.stages.TestExplanations;
import io.fabula.pipelines.studies.platform.stages.TrainAgents;
import io.fabula.pipelines.studies.platform.stages.TrainQPamdp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From training agents with parameterised actions to tested explanations of their decisions. */
public final class PlatformStudy implements Study<PlatformSettings> {
  @Override
  public String name() {
    return "platform";
  }

  @Override
  public String description() {
    return "which feature made an agent with parameterised actions act in Platform";
  }

  @Override
  public Class<PlatformSettings> settings() {
    return PlatformSettings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny", "smoke", "mini", "small", "paper");
  }

  @Override
  public long seed(PlatformSettings settings) {
    return settings.seed();
  }

  @Override
  public List<Stage> stages(PlatformSettings s) {
    List<Stage> stages = new ArrayList<>();
    if (s.qPamdp().seeds() > 0) {
      stages.add(
          new TrainQPamdp(
              PlatformStages.TRAIN_Q_PAMDP,
              new TrainQPamdp.Options(s.seed(), s.qPamdp(), s.training(), s.evaluation())));
    }
    stages.addAll(chain(s));
    return stages;
  }

  private static List<Stage> chain(PlatformSettings s) {
    return List.of(
        new TrainAgents(
            PlatformStages.TRAIN_AGENTS,
            new TrainAgents.Options(s.seed(), s.agent(), s.training())),
        new EvaluateAgents(
            PlatformStages.EVALUATE_AGENTS,
            PlatformStages.TRAIN_AGENTS,
            new EvaluateAgents.Options(s.seed(), s.training().seeds(), s.evaluation())),
        new RecordRollouts<>(
            PlatformStages.RECORD_ROLLOUTS,
            PlatformStages.TRAIN_AGENTS,
            new BestAgentRecording(s.seed(), s.recording())),
        new ExplainDecisions(
            PlatformStages.EXPLAIN_DECISIONS,
            PlatformStages.TRAIN_AGENTS,
            PlatformStages.RECORD_ROLLOUTS,
            new ExplainDecisions.Options(s.explanation())),
        new TestExplanations(
            PlatformStages.TEST_EXPLANATIONS,
            PlatformStages.TRAIN_AGENTS,
            PlatformStages.RECORD_ROLLOUTS,
            PlatformStages.EXPLAIN_DECISIONS,
            new TestExplanations.Options(s.seed(), s.deletion())));
  }

  @Override
  public Report report(CompletedRun<PlatformSettings> run) throws IOException {
    return PlatformReport.of(run);
  }

  @Override
  public PanelView panel(OpenedRun<PlatformSettings> run) throws IOException {
    return PlatformPanel.open(run);
  }
}
