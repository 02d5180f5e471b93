package io.fabula.pipelines.studies.agilecreate.stages;

/** Names of the stages of this study's chain. */
public final class AgileCreateStages {
  /** The stage that judges the agents. */
  public static final String EVALUATE_TOOLS = "evaluate-tools";

  private AgileCreateStages() {}
}
