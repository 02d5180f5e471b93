package io.fabula.pipelines.studies.interpret.stages;

import io.fabula.pipelines.studies.AgentArm;

/** Names of the stages of this study's chain; those of other arms carry the arm's number too. */
public final class StageNames {
  public static final String TRAIN_AGENT = "train-agent";
  public static final String UNTRAINED_AGENT = "untrained-agent";
  public static final String EVALUATE_AGENT = "evaluate-agent";
  public static final String RECORD_ROLLOUTS = "record-rollouts";
  public static final String TRAIN_SIMULATOR = "train-simulator";
  public static final String EVALUATE_SIMULATOR = "evaluate-simulator";
  public static final String RECORD_SIMULATED_ROLLOUTS = "record-simulated-rollouts";
  public static final String REDUCE_HIDDEN_STATES = "reduce-hidden-states";
  public static final String CLUSTER_BEHAVIOURS = "cluster-behaviours";
  public static final String CORRELATE_COMPONENTS = "correlate-components";
  public static final String COMPONENT_STABILITY = "component-stability";
  public static final String BLIND_PLAY = "blind-play";
  public static final String EDIT_WORLDS = "edit-worlds";
  public static final String PUSH_COMPONENTS = "push-components";
  public static final String CHOOSE_PATHS = "choose-paths";
  public static final String CONFIRM_PATHS = "confirm-paths";
  public static final String COMPARE_GRADIENTS = "compare-gradients";
  public static final String CAUSAL_STORIES = "causal-stories";
  public static final String FILM_STORIES = "film-stories";

  // on request
  public static final String MOVE_COIN = "move-coin";
  public static final String STEER_AGENT = "steer-agent";
  public static final String RESAMPLE_STATES = "resample-states";
  public static final String FEED_BACK_PATHS = "feed-back-paths";
  public static final String COUNT_FALSE_POSITIVES = "count-false-positives";

  /** The agent that comes along, beside the studied one. */
  public static final AgentArm REFERENCE = AgentArm.beside("reference");

  private StageNames() {}
}
