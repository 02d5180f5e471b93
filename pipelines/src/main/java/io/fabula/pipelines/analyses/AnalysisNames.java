package io.fabula.pipelines.analyses;

/** Names of the stages of analyses. */
public final class AnalysisNames {
  public static final String SALIENCY = "saliency";

  public static final String CONSISTENCY = "consistency";
  public static final String SWAP_IN_GAME = "swap-in-game";
  public static final String SWAP_IN_SIMULATOR = "swap-in-simulator";

  private AnalysisNames() {}
}
