package io.fabula.pipelines.studies.scinet.tables;

import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableSchema;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;

/** What came of playing an agent with one latent changed. */
public final class ChangeTable {
  /** The file within an artifact. */
  public static final String PART = "changes.parquet";

  /** One row per agent, latent in use and kind of change. */
  public static final TableSchema SCHEMA =
      new TableSchema(
          "changes",
          1,
          "An agent played with one latent changed at every step, from the same starts.",
          List.of(
              Column.of("agent", Column.Type.INT16).doc("from 1"),
              Column.of("latent", Column.Type.INT16),
              Column.of("change", Column.Type.STRING)
                  .doc("noise, other-state, or the placebo same-coordinate"),
              Column.of("starts", Column.Type.INT32).doc("episodes"),
              Column.of("success", Column.Type.DOUBLE).doc("share that reached the reward"),
              Column.of("success_unchanged", Column.Type.DOUBLE).doc("the same without a change"),
              Column.of("return", Column.Type.DOUBLE)
                  .doc("mean return, discounted by the glow; 0 where the reward was not reached"),
              Column.of("return_unchanged", Column.Type.DOUBLE).doc("the same without a change"),
              Column.of("return_placebo", Column.Type.DOUBLE).doc("the same under the placebo"),
              Column.of("steps", Column.Type.DOUBLE).doc("mean steps, failures at the limit"),
              Column.of("actions_changed", Column.Type.DOUBLE)
                  .doc("share of starts where the first action is another one"),
              Column.of("nearer", Column.Type.DOUBLE)
                  .doc("share of first actions that lead nearer to the reward"),
              Column.of("difference", Column.Type.DOUBLE)
                  .doc("return minus that under the placebo; of the placebo, minus the unchanged"),
              Column.of("low", Column.Type.DOUBLE).doc("lower end of its 95 % bootstrap interval"),
              Column.of("high", Column.Type.DOUBLE).doc("upper end of its 95 % bootstrap interval"),
              Column.of("p", Column.Type.DOUBLE)
                  .doc("exact sign test of that difference, one-sided"),
              Column.of("p_adjusted", Column.Type.DOUBLE)
                  .doc("the same after control of the false discovery rate over all rows"),
              Column.of("kept", Column.Type.BOOLEAN).doc("whether the agent keeps the latent")));

  private ChangeTable() {}

  /**
   * One row before its p-value is adjusted; see {@link #SCHEMA}.
   *
   * @param agent from 1
   */
  public record Change(
      int agent,
      int latent,
      String change,
      int starts,
      double success,
      double successUnchanged,
      double meanReturn,
      double returnUnchanged,
      double returnPlacebo,
      double steps,
      double actionsChanged,
      double nearer,
      double difference,
      double low,
      double high,
      double p,
      boolean kept)
      implements Serializable {}

  /** All rows. */
  public static List<Row> read(Path file) {
    return ScinetTables.rows(file, SCHEMA);
  }
}
