package io.fabula.pipelines.datasets;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.nio.file.Path;
import java.util.List;

/**
 * The fitted projection of hidden states in one row: {@code pcs} row by row, {@code pc_mean} and
 * {@code pc_sd} of the kept rows' first scores, {@code unmixing} and {@code mixing} row by row.
 */
public final class ProjectionTable {
  public static final String PART = "projection.parquet";

  private ProjectionTable() {}

  public static TableSchema schema(int hidden, int ics) {
    return new TableSchema(
        "hx_projection",
        1,
        "A fitted projection of hidden states: standardise, rotate, standardise, unmix.",
        List.of(
            Column.of("space", Column.Type.STRING).doc("what is projected"),
            numbers("mu", "mean of each unit", hidden),
            numbers("sigma", "standard deviation of each unit", hidden),
            numbers("pcs", "principal axes of the standardised units, one per row", hidden, hidden),
            numbers("pc_center", "mean of the standardised units", hidden),
            numbers("pc_variance", "variance along each axis", hidden),
            numbers("pc_mean", "mean of the kept rows' first scores", ics),
            numbers("pc_sd", "standard deviation of the kept rows' first scores", ics),
            numbers("unmixing", "from standardised scores to components, row by row", ics, ics),
            numbers("mixing", "from components to standardised scores, row by row", ics, ics),
            Column.of("kept_fraction", Column.Type.DOUBLE).doc("rows that were no outliers"),
            Column.of("n_rows", Column.Type.INT64).doc("rows that were fitted to")));
  }

  private static Column numbers(String name, String doc, Integer... shape) {
    return Column.array(name, Column.Type.DOUBLES, shape).doc(doc);
  }

  public static Object[] row(Projector projector, double keptFraction) {
    PrincipalComponents principal = projector.principal();
    return new Object[] {
      "agent_h",
      projector.standardisation().mean(),
      projector.standardisation().deviation(),
      principal.components().values(),
      principal.mean(),
      principal.variance(),
      projector.scoreMean(),
      projector.scoreDeviation(),
      projector.unmixing().values(),
      projector.mixing().values(),
      keptFraction,
      (long) principal.rows()
    };
  }

  /** The projector of a reduction's artifact. */
  public static Projector read(Artifact artifact) {
    Path file = artifact.file(PART);
    TableReader.Header header = TableReader.header(file);
    int hidden = header.shape("mu").get(0);
    int ics = header.shape("unmixing").get(0);
    try (TableReader reader = new TableReader(file, schema(hidden, ics))) {
      Row row = reader.next();
      if (row == null) {
        throw new DataProblem(
            file, "it has no row", "reduce again with --force=" + artifact.manifest().stage());
      }
      double[] variance = row.doubles("pc_variance");
      double total = 0;
      for (double each : variance) total += each;
      return new Projector(
          new Standardisation(row.doubles("mu"), row.doubles("sigma")),
          new PrincipalComponents(
              row.doubles("pc_center"),
              new Matrix(hidden, hidden, row.doubles("pcs")),
              variance,
              total,
              (int) row.longInteger("n_rows")),
          row.doubles("pc_mean"),
          row.doubles("pc_sd"),
          new Matrix(ics, ics, row.doubles("unmixing")),
          new Matrix(ics, ics, row.doubles("mixing")));
    }
  }
}
