package io.fabula.pipelines.studies.agilerecsim;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.agilerecsim.report.AgileRecsimReport;
import io.fabula.pipelines.studies.agilerecsim.settings.AgileRecsimSettings;
import io.fabula.pipelines.studies.agilerecsim.stages.EvaluateAgents;
import io.fabula.pipelines.studies.agilerecsim.stages.ExplainDecisions;
import io.fabula.pipelines.studies.agilerecsim.stages.ProbeRelations;
import io.fabula.pipelines.studies.agilerecsim.stages.TrainAgents;
import java.io.IOException;
import java.util.List;

/** From agents that show slates to what the set of candidates does to their decisions. */
public final class AgileRecsimStudy implements Study<AgileRecsimSettings> {
  /** The stage that trains networks on the commonest category of sets. */
  public static final String PROBE_RELATIONS = "probe-relations";

  /** The stage that trains the agents. */
  public static final String TRAIN_AGENTS = "train-agents";

  /** The stage that judges them. */
  public static final String EVALUATE_AGENTS = "evaluate-agents";

  /** The stage that explains their decisions. */
  public static final String EXPLAIN_DECISIONS = "explain-decisions";

  @Override
  public String name() {
    return "agile-recsim";
  }

  @Override
  public String description() {
    return "whether slates get better when an agent looks at the whole set of candidates";
  }

  @Override
  public Class<AgileRecsimSettings> settings() {
    return AgileRecsimSettings.class;
  }

  @Override
  public List<String> profiles() {
    return List.of("tiny", "smoke", "mini", "small", "paper");
  }

  @Override
  public long seed(AgileRecsimSettings settings) {
    return settings.seed();
  }

  @Override
  public List<Stage> stages(AgileRecsimSettings s) {
    TrainAgents.Options training =
        new TrainAgents.Options(
            s.seed(), s.agents(), s.seeds(), s.world(), s.agent(), s.training());
    return List.of(
        new ProbeRelations(PROBE_RELATIONS, new ProbeRelations.Options(s.seed(), s.probe())),
        new TrainAgents(TRAIN_AGENTS, training),
        new EvaluateAgents(
            EVALUATE_AGENTS, TRAIN_AGENTS, new EvaluateAgents.Options(training, s.evaluation())),
        new ExplainDecisions(
            EXPLAIN_DECISIONS,
            TRAIN_AGENTS,
            new ExplainDecisions.Options(training, s.explanation())));
  }

  @Override
  public Report report(CompletedRun<AgileRecsimSettings> run) throws IOException {
    return AgileRecsimReport.of(run);
  }
}
