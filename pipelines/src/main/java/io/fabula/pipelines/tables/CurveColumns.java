package io.fabula.pipelines.tables;

import java.util.List;
import java.util.Optional;

/**
 * What of a training's log can be drawn over its steps.
 *
 * @param step the column that counts
 * @param measured columns of numbers beside it
 */
public record CurveColumns(String step, List<String> measured) {
  /** Columns that count, the first that a log has. */
  private static final List<String> STEPS =
      List.of("timesteps", "episode", "batches", "steps", "iteration", "round", "episodes");

  private static final String SEED = "seed";

  public CurveColumns {
    measured = List.copyOf(measured);
  }

  /** The curves of a table; empty if it is no log of a training. */
  public static Optional<CurveColumns> of(TableSchema table) {
    boolean log = table.name().endsWith("_log") || table.name().endsWith("_training");
    if (!log) return Optional.empty();
    List<String> names = table.columns().stream().map(Column::name).toList();
    return STEPS.stream()
        .filter(names::contains)
        .findFirst()
        .map(
            step ->
                new CurveColumns(
                    step,
                    table.columns().stream()
                        .filter(CurveColumns::isNumber)
                        .map(Column::name)
                        .filter(name -> !name.equals(step))
                        .toList()));
  }

  /** The names of a table's curves; none if it is no log of a training. */
  public static List<String> names(TableSchema table) {
    return of(table).map(CurveColumns::measured).orElse(List.of());
  }

  private static boolean isNumber(Column column) {
    return column.type() == Column.Type.DOUBLE || column.type() == Column.Type.FLOAT;
  }

  /**
   * Whose curves a row's are: those of its seed or, where rows name none, of its file.
   *
   * @param file of the table in its artifact
   */
  public static String training(Row row, String file) {
    return row.schema().columns().stream().anyMatch(each -> each.name().equals(SEED))
        ? ofSeed((long) row.number(SEED))
        : ofFile(file);
  }

  /** The curves of a file whose rows name no seed. */
  public static String ofFile(String file) {
    return file.replaceFirst("\\.parquet$", "");
  }

  /** The curves of a seed. */
  public static String ofSeed(long seed) {
    return "seed_" + seed;
  }

  /**
   * The name of a curve.
   *
   * @param training see {@link #training}
   */
  public static String key(String stage, String training, String column) {
    return stage + "/" + training + "/" + column;
  }
}
