package io.fabula.pipelines.studies.actionsets;

import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tables of what agents chose from sets begin alike, and that of their attention is alike. */
public final class AttentionTable {
  private AttentionTable() {}

  /**
   * A step of an episode of an agent.
   *
   * @param seed of its training
   */
  public record Step(String agent, long seed, int episode, int step) {
    /** Writes a row that begins with this. */
    public void write(TableWriter table, Object... rest) throws IOException {
      List<Object> row = new ArrayList<>(List.of(agent, seed, episode, step));
      row.addAll(Arrays.asList(rest));
      table.write(row.toArray());
    }
  }

  /** The columns of {@link Step}, and further ones. */
  public static List<Column> columns(Column... rest) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.of("agent", Column.Type.STRING).doc("the agent"),
                Column.of("seed", Column.Type.INT64).doc("seed of its training"),
                Column.of("episode", Column.Type.INT32).doc("number of the episode"),
                Column.of("step", Column.Type.INT32).doc("step of the episode, from 0")));
    columns.addAll(Arrays.asList(rest));
    return columns;
  }

  /**
   * The weights of all layers.
   *
   * @param places members of a set
   * @param choice what a choice is called
   * @param member what a member is called
   */
  public static TableSchema schema(int places, String choice, String member) {
    return new TableSchema(
        "attention",
        1,
        "Weights of attention in a %s: row by row how much each %s looks at each other."
            .formatted(choice, member),
        columns(
            Column.of("layer", Column.Type.STRING).doc("layer of the graph, and head"),
            Column.array("weights", Column.Type.FLOATS, places, places)
                .doc("weights, rows sum to 1")));
  }
}
