package io.fabula.pipelines.studies.scinet.tables;

import io.fabula.envs.coordinates.CoordinateWorld.Coordinate;
import io.fabula.model.scinet.PolicyTraining;
import io.fabula.model.scinet.SelectionData;
import io.fabula.model.scinet.SelectionTraining;
import io.fabula.model.scinet.StateSpace;
import io.fabula.model.training.TrainingLog;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of this study. */
public final class ScinetTables {
  /** One row per episode of an agent's training, in the order in which they ended. */
  public static final TableSchema EPISODES =
      new TableSchema(
          "episodes",
          1,
          "An episode of an agent's training, in the order in which they ended.",
          List.of(
              Column.of("length", Column.Type.INT32).doc("steps").unit("steps"),
              Column.of("score", Column.Type.FLOAT).doc("sum of rewards, those below 0 left out")));

  private ScinetTables() {}

  /** The log of an agent's training. */
  public static TableSchema policyLog() {
    return logSchema(
        "policy_log", "Means over the episodes since the row before.", PolicyTraining.COLUMNS);
  }

  /** The log of the selection's training. */
  public static TableSchema selectionLog(int agents, int latents) {
    return logSchema(
        "selection_log",
        "Losses, means since the row before, and noise parameters after the round.",
        SelectionTraining.columns(agents, latents));
  }

  private static TableSchema logSchema(String name, String doc, List<String> names) {
    List<Column> columns = new ArrayList<>();
    for (String each : names) columns.add(Column.optional(each, Column.Type.DOUBLE));
    return new TableSchema(name, 1, doc, columns);
  }

  /** Writes a log. */
  public static void write(TableWriter table, TrainingLog log) throws IOException {
    for (TrainingLog.Row row : log.rows()) {
      double[] cells = row.cells();
      @Nullable Object[] values = new Object[cells.length];
      for (int i = 0; i < cells.length; i++) values[i] = TableWriter.orMissing(cells[i]);
      table.write(values);
    }
  }

  /** All rows of a table. */
  public static List<Row> rows(Path file, TableSchema schema) {
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(file, schema, rows::add);
    return rows;
  }

  /** A column of rows, NaN where it is missing. */
  public static double[] column(List<Row> rows, String name) {
    return rows.stream().mapToDouble(row -> row.numberOrNaN(name)).toArray();
  }

  /** First decisions: a column per coordinate, the action, and what it earned. */
  public static TableSchema decisions(List<Coordinate> coordinates) {
    List<Column> columns = new ArrayList<>();
    for (Coordinate each : coordinates) {
      columns.add(Column.of(each.name(), Column.Type.INT16).doc("coordinate of the start"));
    }
    columns.add(Column.of("action", Column.Type.INT8).doc("index of the action"));
    columns.add(
        Column.of("target", Column.Type.DOUBLE)
            .doc("scaled glow of the action, 0 for one that was less probable than chance"));
    return new TableSchema("decisions", 1, "A first decision of an episode.", columns);
  }

  /** Writes first decisions. */
  public static void write(TableWriter table, StateSpace space, SelectionData data)
      throws IOException {
    int width = space.coordinates().size();
    for (int i = 0; i < data.rows(); i++) {
      @Nullable Object[] values = new Object[width + 2];
      int[] place = space.coordinates(data.states()[i]);
      for (int c = 0; c < width; c++) values[c] = place[c];
      values[width] = data.actions()[i];
      values[width + 1] = data.targets()[i];
      table.write(values);
    }
  }

  /** Reads first decisions. */
  public static SelectionData read(Path file, StateSpace space) {
    List<Row> rows = rows(file, decisions(space.coordinates()));
    int[] states = new int[rows.size()];
    int[] actions = new int[rows.size()];
    double[] targets = new double[rows.size()];
    int[] place = new int[space.coordinates().size()];
    for (int i = 0; i < states.length; i++) {
      for (int c = 0; c < place.length; c++) {
        place[c] = rows.get(i).integer(space.coordinates().get(c).name());
      }
      states[i] = space.state(place);
      actions[i] = rows.get(i).integer("action");
      targets[i] = rows.get(i).number("target");
    }
    return new SelectionData(states, actions, targets, 0, 0);
  }
}
