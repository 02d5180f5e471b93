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
        "A step of a recorded episode. Reward and flags arrived with the observation.",
        List.of(
            Column.of("episode", INT32).doc("number of the episode"),
            Column.of("t", INT32).doc("step in the episode, from 0"),
            Column.of("global_step", INT64).doc("number of the row in the data set"),
            Column.of("level_seed", INT32).doc("level that the observation shows"),
            Column.of("is_first", BOOLEAN).doc("first step of the episode"),
            Column.of("is_last", BOOLEAN).doc("last step of the episode"),
            Column.of("is_terminal", BOOLEAN).doc("the world ended the episode here"),
            Column.of("done", BOOLEAN).doc("black frame, last reward, no decision"),
            Column.of("reward_raw", FLOAT).doc("reward").unit("points"),
            Column.of("reward_scaled", FLOAT).doc("reward as training scaled it"),
            Column.of("value", FLOAT).doc("the agent's prediction").unit("scaled return"),
            Column.of("action", INT8).doc("chosen after the observation"),
            Column.array("log_prob", FLOATS, actions)
                .doc("log-probabilities of all actions, noise included")
                .unit("nats"),
            Column.array("obs", BYTES, 3, side, side).doc("channel, row, column; 0..255"),
            Column.array("hx_in", FLOATS, hidden).doc("hidden state before the step"),
            Column.array("hx_out", FLOATS, hidden).doc("hidden state after the step")));
  }

  /**
   * One row per episode: {@code length} counts its rows in {@code steps}, the terminal record
   * included; {@code return_raw} in points, undiscounted.
   */
  public static final TableSchema EPISODES =
      new TableSchema(
          "episodes",
          1,
          "A recorded episode.",
          List.of(
              Column.of("episode", INT32).doc("its number"),
              Column.of("length", INT32).doc("its rows in steps"),
              Column.of("first_global_step", INT64).doc("number of its first row in steps"),
              Column.of("level_seed", INT32).doc("level that was played"),
              Column.of("success", BOOLEAN).doc("whether it completed the level"),
              Column.of("truncated", BOOLEAN).doc("whether a step limit ended it"),
              Column.of("return_raw", FLOAT).doc("undiscounted sum of rewards").unit("points"),
              Column.of("action_noise", BOOLEAN).doc("whether actions were drawn with noise"),
              Column.of("agent_checkpoint", STRING).doc("content hash of the agent's artifact"),
              Column.of("seed", INT64).doc("root seed of the recording")));
}
