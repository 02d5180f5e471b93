package io.fabula.pipelines.studies.agilegrid.stages;

/** Names of the stages of this study's chain. */
public final class AgileGridStages {
  /** The stage that judges the agents. */
  public static final String EVALUATE_AGENTS = "evaluate-agents";

  /** The stage that writes decisions down. */
  public static final String EXPLAIN_DECISIONS = "explain-decisions";

  /** The stage that changes sets and measures what follows. */
  public static final String INTERVENE_ON_SET = "intervene-on-set";

  private AgileGridStages() {}
}
