package io.fabula.pipelines.studies.platform.tables;

import io.fabula.model.mpdqn.MpDqnTrainer;
import io.fabula.model.training.TrainingLog;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Progress of trainings and returns of the agents. */
public final class PlatformTables {
  private static final Set<String> COUNTS = Set.of("episode", "steps", "length", "replay");

  /** One row per training episode. */
  public static final TableSchema TRAINING_LOG =
      new TableSchema(
          "platform_training_log",
          1,
          "A training episode; what was not measured in it is missing.",
          columns());

  /** One row per greedy episode. */
  public static final TableSchema RETURNS =
      new TableSchema(
          "platform_returns",
          1,
          "A greedy episode of an agent.",
          List.of(
              Column.of("seed", Column.Type.INT64).doc("seed of the training"),
              Column.of("checkpoint", Column.Type.STRING)
                  .doc("last or best agent of the training, or random for uniform actions"),
              Column.of("level_seed", Column.Type.INT64).doc("seed of the world's noise"),
              Column.of("return", Column.Type.DOUBLE).doc("undiscounted return; 1 at the goal")));

  private PlatformTables() {}

  private static List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("run_id", Column.Type.STRING).doc("the stage that trained"));
    columns.add(Column.of("seed", Column.Type.INT64).doc("seed of the training"));
    for (String name : MpDqnTrainer.COLUMNS) columns.add(column(name));
    return columns;
  }

  private static Column column(String name) {
    return switch (name) {
      case "episode" -> Column.of(name, Column.Type.INT64).doc("episodes ended, this one included");
      case "steps" -> Column.of(name, Column.Type.INT64).doc("steps of the world so far");
      case "return" ->
          Column.of(name, Column.Type.DOUBLE).doc("undiscounted return of the episode");
      case "length" -> Column.of(name, Column.Type.INT64).doc("steps of the episode");
      case "epsilon" -> Column.of(name, Column.Type.DOUBLE).doc("chance of a random action in it");
      case "replay" -> Column.of(name, Column.Type.INT64).doc("transitions kept after it");
      case "loss" ->
          Column.optional(name, Column.Type.DOUBLE)
              .doc("mean squared error of values, over its updates");
      case "value_gradient_norm" ->
          Column.optional(name, Column.Type.DOUBLE)
              .doc("mean norm of the values' gradient, unclipped");
      case "actor_gradient_norm" ->
          Column.optional(name, Column.Type.DOUBLE)
              .doc("mean norm of the parameters' gradient, unclipped");
      case "evaluation_return" ->
          Column.optional(name, Column.Type.DOUBLE)
              .doc("mean return of the greedy episodes after it");
      case "evaluation_deviation" ->
          Column.optional(name, Column.Type.DOUBLE).doc("standard deviation of these returns");
      case "wall_time" ->
          Column.measured(name, Column.Type.DOUBLE)
              .doc("time since the training began")
              .unit("seconds");
      default -> throw new IllegalStateException("no column is called " + name);
    };
  }

  /** The values of a row of the training log. */
  public static Object[] row(String stage, long seed, TrainingLog.Row row) {
    double[] cells = row.cells();
    Object[] values = new Object[TRAINING_LOG.columns().size()];
    values[0] = stage;
    values[1] = seed;
    for (int i = 0; i < cells.length; i++) {
      String name = MpDqnTrainer.COLUMNS.get(i);
      if (COUNTS.contains(name)) values[i + 2] = (long) cells[i];
      else if (!Double.isNaN(cells[i])) values[i + 2] = cells[i];
    }
    return values;
  }
}
