package io.fabula.pipelines.studies;

import io.fabula.model.ppo.PpoLog;
import io.fabula.model.training.TrainingLog;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** The table of a PPO training's progress, one row per update. */
public final class TrainingTables {
  /** The table's file in an artifact. */
  public static final String PART = "training_log.parquet";

  /**
   * Statistics of the last 40 episodes or updates; rewards in points, lengths in steps, losses as
   * they are minimised. Missing where nothing has ended yet.
   */
  public static final TableSchema LOG =
      new TableSchema(
          "training_log",
          1,
          "An update: statistics of the last 40 episodes or updates, missing where nothing has"
              + " ended yet.",
          columns());

  private TrainingTables() {}

  private static List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("run_id", Column.Type.STRING).doc("the run that trained"));
    columns.add(Column.of("seed", Column.Type.INT64).doc("root seed of the training"));
    for (String name : PpoLog.COLUMNS) {
      columns.add(
          switch (name) {
            case "timesteps" -> Column.of(name, Column.Type.INT64).doc("frames so far");
            case "num_episodes" ->
                Column.of(name, Column.Type.INT64).doc("episodes ended so far, training worlds");
            case "num_episodes_val" ->
                Column.of(name, Column.Type.INT64).doc("episodes ended so far, validation worlds");
            case "wall_time" ->
                Column.measured(name, Column.Type.DOUBLE)
                    .doc("time since the training began")
                    .unit("seconds");
            default -> statistic(name);
          });
    }
    return columns;
  }

  private static Column statistic(String name) {
    String whose = name.startsWith("val_") ? ", validation worlds" : "";
    Column column = Column.optional(name, Column.Type.DOUBLE);
    if (name.endsWith("_loss")) return column.doc("mean loss of the last updates, as minimised");
    if (name.endsWith("_value")) return column.doc("mean prediction").unit("scaled return");
    return name.endsWith("_len")
        ? column.doc("length of the last episodes" + whose).unit("steps")
        : column.doc("undiscounted return of the last episodes" + whose).unit("points");
  }

  /** The values of a row. */
  public static Object[] row(String runId, long seed, TrainingLog.Row row) {
    double[] cells = row.cells();
    Object[] values = new Object[LOG.columns().size()];
    values[0] = runId;
    values[1] = seed;
    for (int i = 0; i < cells.length; i++) {
      Column column = LOG.columns().get(i + 2);
      if (column.type() == Column.Type.INT64) values[i + 2] = (long) cells[i];
      else if (!Double.isNaN(cells[i])) values[i + 2] = cells[i];
    }
    return values;
  }
}
