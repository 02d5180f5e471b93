package io.fabula.pipelines.analyses;

/** Names of the stages of analyses. */
public final class AnalysisNames {
  public static final String SALIENCY = "saliency";

  private AnalysisNames() {}
}
