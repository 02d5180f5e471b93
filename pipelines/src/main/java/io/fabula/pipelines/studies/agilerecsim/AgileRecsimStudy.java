package io.fabula.pipelines.studies.agilerecsim;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.agilerecsim.panel.AgileRecsimPanel;
import io.fabula.pipelines.studies.agilerecsim.report.AgileRecsimReport;
import io.fabula.pipelines.studies.agilerecsim.settings.AgileRecsimSettings;
import io.fabula.pipelines.studies.agilerecsim.settings.AgileRecsimSettings.Worlds;
import io.fabula.pipelines.studies.agilerecsim.stages.AgileRecsimStages;
import io.fabula.pipelines.studies.agilerecsim.stages.EvaluateAgents;
import io.fabula.pipelines.studies.agilerecsim.stages.ExplainDecisions;
import io.fabula.pipelines.studies.agilerecsim.stages.GenerateLog;
import io.fabula.pipelines.studies.agilerecsim.stages.JudgePolicies;
import io.fabula.pipelines.studies.agilerecsim.stages.ProbeRelations;
import io.fabula.pipelines.studies.agilerecsim.stages.ReadLog;
import io.fabula.pipelines.studies.agilerecsim.stages.TrainAgents;
import io.fabula.pipelines.studies.agilerecsim.stages.TrainItemEmbedding;
import io.fabula.pipelines.studies.agilerecsim.stages.TrainPolicy;
import io.fabula.pipelines.studies.agilerecsim.stages.TrainRewardModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From agents that show slates to what the set of candidates does to their decisions. */
public final class AgileRecsimStudy implements Study<AgileRecsimSettings> {
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

  private static TrainAgents.Options training(AgileRecsimSettings s) {
    return new TrainAgents.Options(
        s.seed(), s.agents(), s.seeds(), s.world().pinned(), s.agent(), s.training());
  }

  /** What decides the decisions that are explained. */
  public static ExplainDecisions.Options explained(AgileRecsimSettings s) {
    return new ExplainDecisions.Options(training(s), s.explanation());
  }

  @Override
  public List<Stage> stages(AgileRecsimSettings s) {
    List<Stage> stages = new ArrayList<>();
    if (s.worlds() != Worlds.SAMPLE) {
      TrainAgents.Options training = training(s);
      stages.add(
          new ProbeRelations(
              AgileRecsimStages.PROBE_RELATIONS, new ProbeRelations.Options(s.seed(), s.probe())));
      stages.add(new TrainAgents(AgileRecsimStages.TRAIN_AGENTS, training));
      stages.add(
          new EvaluateAgents(
              AgileRecsimStages.EVALUATE_AGENTS,
              AgileRecsimStages.TRAIN_AGENTS,
              new EvaluateAgents.Options(training, s.evaluation())));
      stages.add(
          new ExplainDecisions(
              AgileRecsimStages.EXPLAIN_DECISIONS, AgileRecsimStages.TRAIN_AGENTS, explained(s)));
    }
    if (s.worlds() != Worlds.RECSIM) addLearned(s, stages);
    return stages;
  }

  private static void addLearned(AgileRecsimSettings s, List<Stage> stages) {
    int slateSize = s.world().slateSize();
    String log = s.log().given() ? AgileRecsimStages.READ_LOG : AgileRecsimStages.GENERATE_LOG;
    stages.add(
        s.log().given()
            ? new ReadLog(AgileRecsimStages.READ_LOG, ReadLog.Options.of(slateSize, s.log()))
            : new GenerateLog(
                AgileRecsimStages.GENERATE_LOG,
                new GenerateLog.Options(s.seed(), slateSize, s.log())));
    stages.add(
        new TrainItemEmbedding(
            AgileRecsimStages.TRAIN_ITEM_EMBEDDING,
            log,
            new TrainItemEmbedding.Options(s.seed(), s.clickModel())));
    TrainRewardModel.Options reward =
        new TrainRewardModel.Options(s.seed(), slateSize, !s.log().given(), s.clickModel());
    stages.add(
        new TrainRewardModel(
            AgileRecsimStages.TRAIN_REWARD_MODEL,
            log,
            AgileRecsimStages.TRAIN_ITEM_EMBEDDING,
            reward));
    TrainPolicy.Options policy =
        new TrainPolicy.Options(
            new TrainAgents.Options(
                s.seed(), s.policies(), s.seeds(), s.world(), s.agent(), s.training()),
            reward,
            s.clickModel());
    stages.add(
        new TrainPolicy(
            AgileRecsimStages.TRAIN_POLICY,
            log,
            AgileRecsimStages.TRAIN_ITEM_EMBEDDING,
            AgileRecsimStages.TRAIN_REWARD_MODEL,
            policy));
    stages.add(
        new JudgePolicies(
            AgileRecsimStages.JUDGE_POLICIES,
            log,
            AgileRecsimStages.TRAIN_ITEM_EMBEDDING,
            AgileRecsimStages.TRAIN_REWARD_MODEL,
            AgileRecsimStages.TRAIN_POLICY,
            new JudgePolicies.Options(policy, s.evaluation())));
  }

  @Override
  public Report report(CompletedRun<AgileRecsimSettings> run) throws IOException {
    return AgileRecsimReport.of(run);
  }

  @Override
  public PanelView panel(OpenedRun<AgileRecsimSettings> run) {
    return AgileRecsimPanel.open(run);
  }
}
