package io.fabula.pipelines.stories;

import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** How well the components of a state come out again when they are fitted to half of the data. */
public final class StabilityTable {
  private static final String PART = "stability.parquet";

  static final TableSchema SCHEMA =
      new TableSchema(
          "component_stability",
          1,
          "An independent component.",
          List.of(
              Column.of("component", Column.Type.INT16).doc("number of the component, from 0"),
              Column.of("stability", Column.Type.DOUBLE)
                  .doc(
                      "smaller of its largest absolute correlations with the components of even"
                          + " and of odd episodes")));

  private StabilityTable() {}

  /** Writes the stabilities in the order of the components. */
  public static void write(ShardWork work, double[] stability) throws Exception {
    work.table(
        PART,
        SCHEMA,
        table -> {
          for (int i = 0; i < stability.length; i++) table.write(i, stability[i]);
        });
  }

  /** The stabilities in the order of the components. */
  public static List<Double> read(Artifact artifact) {
    List<Double> stabilities = new ArrayList<>();
    TableReader.forEach(
        artifact.file(PART), SCHEMA, row -> stabilities.add(row.number("stability")));
    return stabilities;
  }
}
