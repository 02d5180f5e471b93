package io.fabula.pipelines.studies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.training.TrainingLog;
import io.fabula.pipelines.progress.ProgressEvent.Measured;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.CurveColumns;
import io.fabula.pipelines.tables.TableSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a training's log while it grows. */
class FreshMeasurementsTest {
  private static final TableSchema TABLE =
      new TableSchema(
          "jump_log",
          1,
          List.of(
              Column.of("steps", Column.Type.INT64),
              Column.of("length", Column.Type.INT64),
              Column.of("return", Column.Type.DOUBLE),
              Column.optional("judged", Column.Type.DOUBLE),
              Column.optional("elsewhere", Column.Type.DOUBLE)));

  private final TrainingLog log = new TrainingLog(List.of("steps", "length", "return", "judged"));
  private final FreshMeasurements fresh =
      new FreshMeasurements("jump", "seed_7", TABLE, log.columns(), log::rows);

  private void row(double steps, double total) {
    log.add(log.newRow().set("steps", steps).set("length", 1).set("return", total));
  }

  @Test
  void ofEachCurveTheLatestNumberIsToldOnce() {
    assertThat(fresh.get()).isEmpty();
    row(1, 0.5);
    log.add(log.newRow().set("steps", 2).set("return", 0.6).set("judged", 0.9));
    row(3, 0.7);
    assertThat(fresh.get())
        .containsExactly(
            new Measured("jump/seed_7/return", 3, 0.7), new Measured("jump/seed_7/judged", 2, 0.9));
    assertThat(fresh.get()).isEmpty();
    row(4, 0.8);
    assertThat(fresh.get()).containsExactly(new Measured("jump/seed_7/return", 4, 0.8));
  }

  @Test
  void curvesAreNamedAfterTheirSeedOrTheirFile() {
    assertThat(CurveColumns.names(TABLE)).containsExactly("return", "judged", "elsewhere");
    assertThat(CurveColumns.key("jump", CurveColumns.ofSeed(7), "return"))
        .isEqualTo("jump/seed_7/return");
    assertThat(CurveColumns.key("jump", CurveColumns.ofFile("log/seed-007.parquet"), "return"))
        .isEqualTo("jump/log/seed-007/return");
  }

  @Test
  void aTableThatIsNoLogHasNoCurves() {
    TableSchema returns =
        new TableSchema("returns", 1, List.of(Column.of("return", Column.Type.DOUBLE)));
    assertThat(CurveColumns.names(returns)).isEmpty();
    assertThatThrownBy(
            () -> new FreshMeasurements("jump", "seed_7", returns, log.columns(), log::rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table returns has no curves");
  }
}
