package io.fabula.pipelines.studies.agilecreate;

import io.fabula.analysis.report.Report;
import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.agents.TrainByPpo;
import io.fabula.pipelines.studies.agilecreate.panel.AgileCreatePanel;
import io.fabula.pipelines.studies.agilecreate.report.AgileCreateReport;
import io.fabula.pipelines.studies.agilecreate.settings.AgileCreateSettings;
import io.fabula.pipelines.studies.agilecreate.stages.AgileCreateStages;
import io.fabula.pipelines.studies.agilecreate.stages.CreateAgent;
import io.fabula.pipelines.studies.agilecreate.stages.EvaluateTools;
import io.fabula.pipelines.studies.agilecreate.stages.ExplainChoices;
import io.fabula.pipelines.studies.agilecreate.stages.InterveneOnTools;
import io.fabula.pipelines.studies.agilecreate.stages.LearnTools;
import io.fabula.pipelines.studies.agilecreate.stages.RecordToolPlay;
import io.fabula.pipelines.studies.agilecreate.stages.TrainOnLearnedTools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Agents that pick tools and places in CREATE, judged with tools that they never saw. */
public final class AgileCreateStudy implements Study<AgileCreateSettings> {
  @Override
  public String name() {
    return "agile-create";
  }

  @Override
  public String description() {
    return "how agents of CREATE relate tools and their activators, seen and unseen";
  }

  @Override
  public Class<AgileCreateSettings> settings() {
    return AgileCreateSettings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny", "smoke", "mini", "small", "paper");
  }

  @Override
  public long seed(AgileCreateSettings settings) {
    return settings.seed();
  }

  /** All agents with all their seeds. */
  public static List<CreateAgent> agents(AgileCreateSettings s) {
    List<CreateAgent> agents = new ArrayList<>();
    for (SetAgent agent : s.agents()) {
      for (long seed : s.trainingSeeds()) {
        CreateAgent each =
            new CreateAgent(
                agent, seed, s.agentWorld(), s.network(), s.training(), s.contEntropyCoef());
        agents.add(s.learnsTools() ? each.withLearnedTools(AgileCreateStages.LEARN_TOOLS) : each);
      }
    }
    return agents;
  }

  private static List<Stage> descriptions(AgileCreateSettings s) {
    return List.of(
        new RecordToolPlay(
            AgileCreateStages.RECORD_TOOL_PLAY,
            new RecordToolPlay.Options(s.seed(), s.representation().playTrajectories())),
        new LearnTools(
            AgileCreateStages.LEARN_TOOLS,
            AgileCreateStages.RECORD_TOOL_PLAY,
            new LearnTools.Options(s.seed(), s.representation())));
  }

  @Override
  public List<Stage> stages(AgileCreateSettings s) {
    List<CreateAgent> agents = agents(s);
    List<Stage> stages = new ArrayList<>();
    if (s.learnsTools()) stages.addAll(descriptions(s));
    for (CreateAgent each : agents) {
      stages.add(
          s.learnsTools()
              ? new TrainOnLearnedTools(each.stage(), each)
              : new TrainByPpo<>(each.stage(), each));
    }
    stages.add(
        new EvaluateTools(
            AgileCreateStages.EVALUATE_TOOLS,
            new EvaluateTools.Options(s.seed(), agents, s.evaluation())));
    stages.add(
        new ExplainChoices(
            AgileCreateStages.EXPLAIN_CHOICES,
            new ExplainChoices.Options(s.seed(), agents, s.explanation().episodes())));
    stages.add(
        new InterveneOnTools(
            AgileCreateStages.INTERVENE_ON_SET,
            new InterveneOnTools.Options(s.seed(), agents, s.intervention())));
    return List.copyOf(stages);
  }

  @Override
  public Report report(CompletedRun<AgileCreateSettings> run) throws IOException {
    return AgileCreateReport.of(run);
  }

  @Override
  public PanelView panel(OpenedRun<AgileCreateSettings> run) {
    return AgileCreatePanel.open(run);
  }
}
