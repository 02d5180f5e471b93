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
        1,
        List.of(
            Column.of("sample_id", INT32),
            Column.of("variant", STRING),
            Column.of("t", INT8),
            Column.array("image", BYTES, side, side, 3),
            Column.of("reward", FLOAT),
            Column.of("done_prob", FLOAT),
            Column.of("action", INT8),
            Column.array("log_prob", FLOATS, actions),
            Column.of("value", FLOAT),
            Column.array("agent_h", FLOATS, hidden),
            Column.array("env_h", FLOATS, world)));
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
        List.of(
            Column.of("sample_id", INT32),
            Column.of("variant", STRING),
            Column.array("bottleneck", FLOATS, bottleneck),
            Column.of("source_episode", INT32),
            Column.of("source_t", INT32)));
  }
}
