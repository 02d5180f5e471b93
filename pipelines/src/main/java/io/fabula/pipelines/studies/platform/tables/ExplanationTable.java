package io.fabula.pipelines.studies.platform.tables;

import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** Which features each recorded decision hangs on. */
public final class ExplanationTable {
  /** Its file. */
  public static final String FILE = "explanations.parquet";

  private static final int FEATURES = 9;
  private static final int ACTIONS = 3;

  /** One row per recorded decision. */
  public static final TableSchema SCHEMA =
      new TableSchema(
          "platform_explanations",
          1,
          "A decision of the agent and how important each feature of the state is for it.",
          columns());

  private ExplanationTable() {}

  private static List<Column> columns() {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.of("episode", Column.Type.INT32).doc("number of the recorded episode"),
                Column.of("t", Column.Type.INT32).doc("step in the episode, from 0"),
                Column.of("action", Column.Type.INT8)
                    .doc("the chosen action: 0 run, 1 hop, 2 leap"),
                Column.array("q_values", Column.Type.FLOATS, ACTIONS)
                    .doc("value of each action, or its score where agents score"),
                Column.array("proposed_parameters", Column.Type.FLOATS, ACTIONS)
                    .doc("proposed parameter of each action, scaled to -1..1, not clipped"),
                Column.array("gradient", Column.Type.FLOATS, FEATURES)
                    .doc("total derivative of the chosen action's value by each feature"),
                Column.of("largest_gradient", Column.Type.DOUBLE)
                    .doc("largest absolute total derivative, which importances are shares of"),
                Column.of("flat", Column.Type.BOOLEAN)
                    .doc("whether all total derivatives are 0, so that nothing is ranked")));
    for (Importance each : Importance.values()) {
      columns.add(
          Column.array(each.column(), Column.Type.DOUBLES, FEATURES)
              .doc("importance of each feature, 0 to 1, the largest 1: " + each.words()));
    }
    return columns;
  }

  /** All rows of a stage's artifact. */
  public static List<Row> read(Artifact explanations) {
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(explanations.file(FILE), SCHEMA, rows::add);
    return rows;
  }
}
