package io.fabula.pipelines.studies.agilerecsim.stages;

/** Names of the stages of this study's chain. */
public final class AgileRecsimStages {
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

  private AgileRecsimStages() {}
}
