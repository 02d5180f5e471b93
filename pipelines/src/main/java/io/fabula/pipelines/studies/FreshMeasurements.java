package io.fabula.pipelines.studies;

import io.fabula.model.training.TrainingLog;
import io.fabula.pipelines.progress.ProgressEvent;
import io.fabula.pipelines.tables.CurveColumns;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a training measured since it was last asked: of each curve the latest number. Whoever
 * watches a training sees its curves so, thinned by how often it is asked; the log has all.
 */
public final class FreshMeasurements implements Supplier<List<ProgressEvent.Measured>> {
  private final String stage;
  private final String training;
  private final Supplier<List<TrainingLog.Row>> log;
  private final CurveColumns columns;
  private int told;

  /**
   * The measurements of a training.
   *
   * @param stage that trains
   * @param training whose curves they are, as {@link CurveColumns#training} will say of its table
   * @param table the log's table
   * @param logged the columns of the log's rows
   * @param log its rows so far
   * @throws IllegalArgumentException if the table holds no curves
   */
  public FreshMeasurements(
      String stage,
      String training,
      TableSchema table,
      List<String> logged,
      Supplier<List<TrainingLog.Row>> log) {
    this.stage = stage;
    this.training = training;
    this.log = log;
    CurveColumns all =
        CurveColumns.of(table)
            .orElseThrow(
                () -> new IllegalArgumentException("table " + table.name() + " has no curves"));
    columns =
        new CurveColumns(all.step(), all.measured().stream().filter(logged::contains).toList());
  }

  @Override
  public List<ProgressEvent.Measured> get() {
    List<TrainingLog.Row> rows = log.get();
    List<ProgressEvent.Measured> fresh = new ArrayList<>();
    for (String column : columns.measured()) {
      for (int i = rows.size() - 1; i >= Math.min(told, rows.size()); i--) {
        double value = rows.get(i).get(column);
        if (!Double.isFinite(value)) continue;
        long step = (long) rows.get(i).get(columns.step());
        fresh.add(
            new ProgressEvent.Measured(CurveColumns.key(stage, training, column), step, value));
        break;
      }
    }
    told = rows.size();
    return fresh;
  }
}
