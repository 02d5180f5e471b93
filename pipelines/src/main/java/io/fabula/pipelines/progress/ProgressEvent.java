package io.fabula.pipelines.progress;

import java.util.List;

/**
 * One line of progress.
 *
 * @param millis when, in milliseconds since 1970
 * @param stage which stage
 * @param kind what happened
 * @param shard which shard, or -1 for the stage as a whole
 * @param done how much of the shard is done; for {@link Kind#BEGIN} 0
 * @param total how much there is to do in the shard; for {@link Kind#BEGIN} the number of shards
 * @param text unit of {@code done} and {@code total}, or a message; for {@link Kind#END} the work
 * @param note how it is going, such as a mean return; may be empty
 * @param measured what a training measured since its last line, for {@link Kind#STEP}
 */
public record ProgressEvent(
    long millis,
    String stage,
    Kind kind,
    int shard,
    long done,
    long total,
    String text,
    String note,
    List<Measured> measured) {
  /**
   * A number of a training's log.
   *
   * @param curve its name, such as {@code train-agents/seed_1/return}
   * @param step of the training
   * @param value finite
   */
  public record Measured(String curve, long step, double value) {}

  /** An event; lines of earlier versions hold no measurements. */
  public ProgressEvent {
    measured = measured == null ? List.of() : List.copyOf(measured);
  }

  /** An event of which no measurements are told. */
  public ProgressEvent(
      long millis,
      String stage,
      Kind kind,
      int shard,
      long done,
      long total,
      String text,
      String note) {
    this(millis, stage, kind, shard, done, total, text, note, List.of());
  }

  /** What happened. */
  public enum Kind {
    /** A stage's inputs are complete. */
    BEGIN,
    /** A worker began a shard. */
    START,
    /** A shard got further. */
    STEP,
    /** A shard ended. */
    SHARD,
    /** A stage was completed. */
    END,
    /** A stage failed; the text says why. */
    FAILED,
    /** Something that whoever runs the study should know; the text says it. */
    NOTE
  }
}
