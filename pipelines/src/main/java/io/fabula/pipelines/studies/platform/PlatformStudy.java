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
import io.fabula.pipelines.studies.platform.stages.TestExplanations;
import io.fabula.pipelines.studies.platform.stages.TrainAgents;
import io.fabula.pipelines.studies.platform.stages.TrainQPamdp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From training agents with parameterised actions to tested explanations of their decisions. */
public final class PlatformStudy implements Study<PlatformSettings> {
  /** The stage that trains the agents. */
  public static final String TRAIN_AGENTS = "train-agents";

  /** The stage that compares them. */
  public static final String EVALUATE_AGENTS = "evaluate-agents";

  /** The stage that records the best of them. */
  public static final String RECORD_ROLLOUTS = "record-rollouts";

  /** The stage that explains its decisions. */
  public static final String EXPLAIN_DECISIONS = "explain-decisions";

  /** The stage that tests these explanations. */
  public static final String TEST_EXPLANATIONS = "test-explanations";

  /** The stage that trains and plays the baseline; only where there are seeds of it. */
  public static final String TRAIN_Q_PAMDP = "train-q-pamdp";

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
              TRAIN_Q_PAMDP,
              new TrainQPamdp.Options(s.seed(), s.qPamdp(), s.training(), s.evaluation())));
    }
    stages.addAll(chain(s));
    return stages;
  }

  private static List<Stage> chain(PlatformSettings s) {
    return List.of(
        new TrainAgents(TRAIN_AGENTS, new TrainAgents.Options(s.seed(), s.agent(), s.training())),
        new EvaluateAgents(
            EVALUATE_AGENTS,
            TRAIN_AGENTS,
            new EvaluateAgents.Options(s.seed(), s.training().seeds(), s.evaluation())),
        new RecordRollouts<>(
            RECORD_ROLLOUTS, TRAIN_AGENTS, new BestAgentRecording(s.seed(), s.recording())),
        new ExplainDecisions(
            EXPLAIN_DECISIONS,
            TRAIN_AGENTS,
            RECORD_ROLLOUTS,
            new ExplainDecisions.Options(s.explanation())),
        new TestExplanations(
            TEST_EXPLANATIONS,
            TRAIN_AGENTS,
            RECORD_ROLLOUTS,
            EXPLAIN_DECISIONS,
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
