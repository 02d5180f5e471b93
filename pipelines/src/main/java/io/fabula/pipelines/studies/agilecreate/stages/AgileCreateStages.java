package io.fabula.pipelines.studies.agilecreate.stages;

/** Names of the stages of this study's chain. */
public final class AgileCreateStages {
  /** The stage that throws balls at tools. */
  public static final String RECORD_TOOL_PLAY = "record-tool-play";

  /** The stage that learns how tools are described. */
  public static final String LEARN_TOOLS = "learn-tools";

  /** The stage that judges the agents. */
  public static final String EVALUATE_TOOLS = "evaluate-tools";

  /** The stage that writes choices down. */
  public static final String EXPLAIN_CHOICES = "explain-choices";

  /** The stage that changes sets and measures what follows. */
  public static final String INTERVENE_ON_SET = "intervene-on-set";

  private AgileCreateStages() {}
}
