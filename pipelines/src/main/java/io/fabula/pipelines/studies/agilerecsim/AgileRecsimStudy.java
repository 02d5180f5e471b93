package io.fabula.pipelines.studies.agilerecsim;

import io.fabula.analysis.report.Report;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.CompletedRun;
import io.fabula.pipelines.studies.Study;
import io.fabula.pipelines.studies.agilerecsim.report.AgileRecsimReport;
import io.fabula.pipelines.studies.agilerecsim.settings.AgileRecsimSettings;
import io.fabula.pipelines.studies.agilerecsim.settings.AgileRecsimSettings.Worlds;
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
  /** The stage that trains networks on the commonest category of sets. */
  public static final String PROBE_RELATIONS = "probe-relations";

  /** The stage that trains the agents. */
  public static final String TRAIN_AGENTS = "train-agents";

  /** The stage that judges them. */
  public static final String EVALUATE_AGENTS = "evaluate-agents";

  /** The stage that explains their decisions. */
  public static final String EXPLAIN_DECISIONS = "explain-decisions";

  /** The stage that makes a log by a known rule. */
  public static final String GENERATE_LOG = "generate-log";

  /** The stage that reads and checks a user's own log. */
  public static final String READ_LOG = "read-log";

  /** The stage that learns embeddings of the log's items. */
  public static final String TRAIN_ITEM_EMBEDDING = "train-item-embedding";

  /** The stage that learns the chances of clicks. */
  public static final String TRAIN_REWARD_MODEL = "train-reward-model";

  /** The stage that trains agents among users who click by these chances. */
  public static final String TRAIN_POLICY = "train-policy";

  /** The stage that judges these agents, by the learned chances and by the true ones. */
  public static final String JUDGE_POLICIES = "judge-policies";

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
    List<Stage> stages = new ArrayList<>();
    if (s.worlds() != Worlds.SAMPLE) {
      stages.add(
          new ProbeRelations(PROBE_RELATIONS, new ProbeRelations.Options(s.seed(), s.probe())));
      stages.add(new TrainAgents(TRAIN_AGENTS, training));
      stages.add(
          new EvaluateAgents(
              EVALUATE_AGENTS, TRAIN_AGENTS, new EvaluateAgents.Options(training, s.evaluation())));
      stages.add(
          new ExplainDecisions(
              EXPLAIN_DECISIONS,
              TRAIN_AGENTS,
              new ExplainDecisions.Options(training, s.explanation())));
    }
    if (s.worlds() != Worlds.RECSIM) addLearned(s, stages);
    return stages;
  }

  private static void addLearned(AgileRecsimSettings s, List<Stage> stages) {
    int slateSize = s.world().slateSize();
    String log = s.log().given() ? READ_LOG : GENERATE_LOG;
    stages.add(
        s.log().given()
            ? new ReadLog(READ_LOG, ReadLog.Options.of(slateSize, s.log()))
            : new GenerateLog(GENERATE_LOG, new GenerateLog.Options(s.seed(), slateSize, s.log())));
    stages.add(
        new TrainItemEmbedding(
            TRAIN_ITEM_EMBEDDING, log, new TrainItemEmbedding.Options(s.seed(), s.clickModel())));
    TrainRewardModel.Options reward =
        new TrainRewardModel.Options(s.seed(), slateSize, !s.log().given(), s.clickModel());
    stages.add(new TrainRewardModel(TRAIN_REWARD_MODEL, log, TRAIN_ITEM_EMBEDDING, reward));
    TrainPolicy.Options policy =
        new TrainPolicy.Options(
            new TrainAgents.Options(
                s.seed(), s.policies(), s.seeds(), s.world(), s.agent(), s.training()),
            reward,
            s.clickModel());
    stages.add(
        new TrainPolicy(TRAIN_POLICY, log, TRAIN_ITEM_EMBEDDING, TRAIN_REWARD_MODEL, policy));
    stages.add(
        new JudgePolicies(
            JUDGE_POLICIES,
            log,
            TRAIN_ITEM_EMBEDDING,
            TRAIN_REWARD_MODEL,
            TRAIN_POLICY,
            new JudgePolicies.Options(policy, s.evaluation())));
  }

  @Override
  public Report report(CompletedRun<AgileRecsimSettings> run) throws IOException {
    return AgileRecsimReport.of(run);
  }
}
