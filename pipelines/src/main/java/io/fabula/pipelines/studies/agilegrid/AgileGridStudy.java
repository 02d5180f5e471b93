package io.fabula.pipelines.studies.agilegrid;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import io.fabula.pipelines.studies.agilegrid.panel.AgileGridPanel;
import io.fabula.pipelines.studies.agilegrid.report.AgileGridReport;
import io.fabula.pipelines.studies.agilegrid.settings.AgileGridSettings;
import io.fabula.pipelines.studies.agilegrid.stages.AgileGridStages;
import io.fabula.pipelines.studies.agilegrid.stages.EvaluateAgents;
import io.fabula.pipelines.studies.agilegrid.stages.ExplainDecisions;
import io.fabula.pipelines.studies.agilegrid.stages.GridAgent;
import io.fabula.pipelines.studies.agilegrid.stages.InterveneOnSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From training agents that choose from sets of actions to what their choices hang on. */
public final class AgileGridStudy implements Study<AgileGridSettings> {
  @Override
  public String name() {
    return "agile-grid";
  }

  @Override
  public String description() {
    return "how an agent of the Dig Lava grid relates the actions that are available";
  }

  @Override
  public Class<AgileGridSettings> settings() {
    return AgileGridSettings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny", "smoke", "mini", "small", "paper");
  }

  @Override
  public long seed(AgileGridSettings settings) {
    return settings.seed();
  }

  @Override
  public List<Stage> stages(AgileGridSettings s) {
    List<GridAgent> agents = GridAgent.of(s);
    List<Stage> stages = new ArrayList<>();
    for (GridAgent each : agents) stages.add(new TrainByPpo<>(each.stage(), each));
    stages.add(
        new EvaluateAgents(
            AgileGridStages.EVALUATE_AGENTS,
            new EvaluateAgents.Options(s.seed(), agents, s.evaluation())));
    stages.add(
        new ExplainDecisions(
            AgileGridStages.EXPLAIN_DECISIONS,
            new ExplainDecisions.Options(s.seed(), agents, s.explanation())));
    stages.add(
        new InterveneOnSet(
            AgileGridStages.INTERVENE_ON_SET,
            new InterveneOnSet.Options(s.seed(), agents, s.intervention())));
    return List.copyOf(stages);
  }

  @Override
  public Report report(CompletedRun<AgileGridSettings> run) throws IOException {
    return AgileGridReport.of(run);
  }

  @Override
  public PanelView panel(OpenedRun<AgileGridSettings> run) throws IOException {
    return AgileGridPanel.open(run);
  }
}
