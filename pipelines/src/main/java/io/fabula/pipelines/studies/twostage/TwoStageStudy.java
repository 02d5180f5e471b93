package io.fabula.pipelines.studies.twostage;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.twostage.panel.TwoStagePanel;
import io.fabula.pipelines.studies.twostage.problems.ProblemSource;
import io.fabula.pipelines.studies.twostage.report.TwoStageReport;
import io.fabula.pipelines.studies.twostage.settings.TwoStageSettings;
import io.fabula.pipelines.studies.twostage.stages.ComputeExactEffects;
import io.fabula.pipelines.studies.twostage.stages.EstimateEffects;
import io.fabula.pipelines.studies.twostage.stages.LearnVariable;
import io.fabula.pipelines.studies.twostage.stages.TwoStageStages;
import java.io.IOException;
import java.util.List;

/**
 * Small problems in which every quantity of mediation analysis is exact. Inspired by the TwoStage
 * experiment of Herlau and Larsen (AAAI 2022), whose definition is not public, and re-designed.
 */
public final class TwoStageStudy implements Study<TwoStageSettings> {
  @Override
  public String name() {
    return "twostage";
  }

  @Override
  public String description() {
    return "which event mediates the effect of a policy, in small problems with exact answers";
  }

  @Override
  public Class<TwoStageSettings> settings() {
    return TwoStageSettings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny", "smoke", "mini", "small", "paper");
  }

  @Override
  public long seed(TwoStageSettings settings) {
    return settings.seed();
  }

  @Override
  public List<Stage> stages(TwoStageSettings s) {
    ProblemSource problem = ProblemSource.of(s.env());
    return List.of(
        new ComputeExactEffects(
            TwoStageStages.EXACT, new ComputeExactEffects.Options(problem, s.discount())),
        new LearnVariable(
            TwoStageStages.LEARN,
            TwoStageStages.EXACT,
            new LearnVariable.Options(s.seed(), problem, s.discount(), s.learning())),
        new EstimateEffects(
            TwoStageStages.ESTIMATE,
            new EstimateEffects.Options(s.seed(), problem, s.discount(), s.estimation())));
  }

  @Override
  public Report report(CompletedRun<TwoStageSettings> run) throws IOException {
    return TwoStageReport.of(run);
  }

  @Override
  public PanelView panel(OpenedRun<TwoStageSettings> run) {
    return TwoStagePanel.open(run);
  }
}
