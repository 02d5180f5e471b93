package io.fabula.pipelines.studies.scinet.stages;

/** Names of the stages of this study's chain. */
public final class StageNames {
  public static final String TRAIN_AGENTS = "train-agents";
  public static final String RECORD_DECISIONS = "record-decisions";
  public static final String TRAIN_SELECTION = "train-selection";
  public static final String READ_REPRESENTATION = "read-representation";
  public static final String CHANGE_LATENTS = "change-latents";
  public static final String WRITE_TEXT_LOGS = "write-text-logs";

  private StageNames() {}
}
