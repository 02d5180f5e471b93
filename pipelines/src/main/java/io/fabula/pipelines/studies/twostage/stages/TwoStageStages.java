package io.fabula.pipelines.studies.twostage.stages;

/** Names of the stages of this study's chain. */
public final class TwoStageStages {
  public static final String EXACT = "compute-exact-effects";
  public static final String LEARN = "learn-variable";
  public static final String ESTIMATE = "estimate-effects";

  private TwoStageStages() {}
}
