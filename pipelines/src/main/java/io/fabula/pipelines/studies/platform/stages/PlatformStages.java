package io.fabula.pipelines.studies.platform.stages;

/** Names of the stages of this study's chain. */
public final class PlatformStages {
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

  private PlatformStages() {}
}
