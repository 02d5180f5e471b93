package io.fabula.pipelines.datasets;

import static io.fabula.pipelines.tables.Column.Type.BYTES;
import static io.fabula.pipelines.tables.Column.Type.FLOAT;
import static io.fabula.pipelines.tables.Column.Type.FLOATS;
import static io.fabula.pipelines.tables.Column.Type.INT32;
import static io.fabula.pipelines.tables.Column.Type.INT8;
import static io.fabula.pipelines.tables.Column.Type.STRING;

import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.List;

/** Columns of simulated rollouts. */
public final class SimulatedTables {
  private SimulatedTables() {}

  /**
   * One row per simulated step, ordered by sample and step: image bytes 0..255 in
   * row-column-channel order as the agent saw them, reward in scaled points, log-probabilities in
   * nats, {@code agent_h} the agent's state after seeing the image, {@code env_h} the simulator's.
   *
   * @param actions number of actions
   * @param side rows and columns of an image
   * @param hidden width of the agent's hidden state
   * @param world width of the simulator's deterministic state
   */
  public static TableSchema samples(int actions, int side, int hidden, int world) {
    return new TableSchema(
        "gen_samples",
        2,
        "A step of a simulated rollout, ordered by rollout and step.",
        List.of(
            Column.of("sample_id", INT32).doc("id of the rollout"),
            Column.of("variant", STRING).doc("how the rollout began"),
            Column.of("t", INT32).doc("step in the rollout, from 0"),
            Column.array("image", BYTES, side, side, 3)
                .doc("what the agent saw: row, column, channel; 0..255"),
            Column.of("reward", FLOAT).doc("predicted reward").unit("scaled points"),
            Column.of("done_prob", FLOAT).doc("predicted probability that this frame is terminal"),
            Column.of("action", INT8).doc("chosen after the image"),
            Column.array("log_prob", FLOATS, actions)
                .doc("log-probabilities of all actions")
                .unit("nats"),
            Column.of("value", FLOAT).doc("the agent's prediction").unit("scaled return"),
            Column.array("agent_h", FLOATS, hidden).doc("the agent's hidden state after the image"),
            Column.array("env_h", FLOATS, world).doc("the simulator's deterministic state")));
  }

  /**
   * One row per sample: where it starts from.
   *
   * @param bottleneck width of the bottleneck vector, which has length 1
   */
  public static TableSchema inits(int bottleneck) {
    return new TableSchema(
        "gen_inits",
        1,
        "Where a simulated rollout starts from.",
        List.of(
            Column.of("sample_id", INT32).doc("id of the rollout"),
            Column.of("variant", STRING).doc("how the rollout began"),
            Column.array("bottleneck", FLOATS, bottleneck)
                .doc("vector of length 1 that describes the beginning"),
            Column.of("source_episode", INT32).doc("recorded episode that it began from"),
            Column.of("source_t", INT32)
                .doc(
                    "step of that episode at which its context begins; negative where it began"
                        + " before the episode")));
  }
}
