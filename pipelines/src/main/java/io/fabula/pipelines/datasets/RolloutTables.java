package io.fabula.pipelines.datasets;

import static io.fabula.pipelines.tables.Column.Type.BOOLEAN;
import static io.fabula.pipelines.tables.Column.Type.BYTES;
import static io.fabula.pipelines.tables.Column.Type.FLOAT;
import static io.fabula.pipelines.tables.Column.Type.FLOATS;
import static io.fabula.pipelines.tables.Column.Type.INT32;
import static io.fabula.pipelines.tables.Column.Type.INT64;
import static io.fabula.pipelines.tables.Column.Type.INT8;
import static io.fabula.pipelines.tables.Column.Type.STRING;

import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.List;

/**
 * Columns of recorded episodes. Done flag and rewards of a step arrived with its observation: the
 * action before caused them.
 */
public final class RolloutTables {
  private RolloutTables() {}

  /**
   * One row per step, ordered by episode and step. A row with {@code done} is a terminal record:
   * black frame, last reward, no decision. Frames ({@code obs}) are bytes 0..255 in
   * channel-row-column order; log-probabilities are in nats; {@code hx_in} is the hidden state
   * before the step, {@code hx_out} the one after it, which decided. Raw rewards are points, scaled
   * ones and values are in units of the scaled return.
   *
   * @param actions number of actions
   * @param side rows and columns of a frame
   * @param hidden width of the agent's hidden state
   */
  public static TableSchema steps(int actions, int side, int hidden) {
    return new TableSchema(
        "steps",
        1,
        List.of(
            Column.of("episode", INT32),
            Column.of("t", INT32),
            Column.of("global_step", INT64),
            Column.of("level_seed", INT32),
            Column.of("is_first", BOOLEAN),
            Column.of("is_last", BOOLEAN),
            Column.of("is_terminal", BOOLEAN),
            Column.of("done", BOOLEAN),
            Column.of("reward_raw", FLOAT),
            Column.of("reward_scaled", FLOAT),
            Column.of("value", FLOAT),
            Column.of("action", INT8),
            Column.array("log_prob", FLOATS, actions),
            Column.array("obs", BYTES, 3, side, side),
            Column.array("hx_in", FLOATS, hidden),
            Column.array("hx_out", FLOATS, hidden)));
  }

  /**
   * One row per episode: {@code length} counts its rows in {@code steps}, the terminal record
   * included; {@code return_raw} in points, undiscounted.
   */
  public static final TableSchema EPISODES =
      new TableSchema(
          "episodes",
          1,
          List.of(
              Column.of("episode", INT32),
              Column.of("length", INT32),
              Column.of("first_global_step", INT64),
              Column.of("level_seed", INT32),
              Column.of("success", BOOLEAN),
              Column.of("truncated", BOOLEAN),
              Column.of("return_raw", FLOAT),
              Column.of("action_noise", BOOLEAN),
              Column.of("agent_checkpoint", STRING),
              Column.of("seed", INT64)));
}
