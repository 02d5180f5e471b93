package io.fabula.pipelines.analyses;

/** Names of the stages of analyses. */
public final class AnalysisNames {
  public static final String SALIENCY = "saliency";

  public static final String CONSISTENCY = "consistency";
  public static final String SALIENCY_AGAINST_EDITS = "saliency-against-edits";
  public static final String SWAP_IN_GAME = "swap-in-game";
  public static final String SWAP_IN_SIMULATOR = "swap-in-simulator";
  public static final String MAP_HIDDEN_STATES = "map-hidden-states";
  public static final String MAP_SIMULATOR_STATES = "map-simulator-states";
  public static final String MAP_BEGINNINGS = "map-beginnings";
  public static final String DESCRIBE_BEHAVIOURS = "describe-behaviours";
  public static final String MAP_BEHAVIOURS = "map-behaviours";
  public static final String EXTREME_SAMPLES = "extreme-samples";
  public static final String CLUSTER_GRADIENTS = "cluster-gradients";
  public static final String CHOOSE_FACTORS = "choose-factors";
  public static final String LOSS_OVER_TIME = "loss-over-time";
  public static final String INTERPOLATE_BEGINNINGS = "interpolate-beginnings";
  public static final String OPTIMISE_SAMPLES = "optimise-samples";
  public static final String POLICIES_IN_SIMULATOR = "policies-in-simulator";

  private AnalysisNames() {}
}
