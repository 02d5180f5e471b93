package io.fabula.pipelines.analyses.consistency;

import io.fabula.analysis.causal.DynamicsConsistency.Entry;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.util.List;

/** The tables of Jacobians and of how their signs agree. */
final class ConsistencyTables {
  private ConsistencyTables() {}

  static TableSchema jacobians(int components) {
    return new TableSchema(
        "jacobian",
        1,
        "The mean Jacobian of independent components in a behaviour.",
        List.of(
            cluster(),
            distance(),
            path(),
            Column.array("matrix", Column.Type.DOUBLES, components, components)
                .doc("rows: the component earlier, columns: the component at the target step"),
            Column.of("n_samples", Column.Type.INT32).doc("samples that are averaged")));
  }

  static final TableSchema CONSISTENCY =
      new TableSchema(
          "consistency",
          1,
          "How often a mean Jacobian has the sign of the mean cross-correlation.",
          List.of(
              cluster(),
              distance(),
              path(),
              Column.optional("agreement", Column.Type.DOUBLE).doc("share of all compared entries"),
              Column.of("n_entries", Column.Type.INT32).doc("entries compared"),
              Column.optional("off_diagonal_agreement", Column.Type.DOUBLE)
                  .doc("share of entries between different components"),
              Column.of("n_off_diagonal", Column.Type.INT32).doc("such entries"),
              Column.of("p_value", Column.Type.DOUBLE)
                  .doc("of the off-diagonal agreement, if components had been paired at random")));

  private static Column cluster() {
    return Column.of("cluster", Column.Type.INT16).doc("behaviour; -1 for all samples");
  }

  private static Column distance() {
    return Column.of("distance", Column.Type.INT8).doc("from earlier to later").unit("steps");
  }

  private static Column path() {
    return Column.of("env_grads", Column.Type.BOOLEAN)
        .doc("whether causes are followed from the world into earlier actions");
  }

  static void write(ShardWork work, List<CompareDynamics.Compared> all) throws Exception {
    int size = all.get(0).entries().get(0).jacobian().rows();
    work.table(
        "jacobian.parquet",
        jacobians(size),
        table -> {
          for (CompareDynamics.Compared each : all) {
            for (Entry entry : each.entries()) {
              table.write(
                  entry.group(),
                  entry.distance(),
                  each.environmentPath(),
                  entry.jacobian().values(),
                  entry.samples());
            }
          }
        });
    work.table(
        "consistency.parquet",
        CONSISTENCY,
        table -> {
          for (CompareDynamics.Compared each : all) {
            for (Entry entry : each.entries()) {
              table.write(
                  entry.group(),
                  entry.distance(),
                  each.environmentPath(),
                  TableWriter.orMissing(entry.agreement().agreement()),
                  entry.agreement().entries(),
                  TableWriter.orMissing(entry.agreement().offDiagonalAgreement()),
                  entry.agreement().offDiagonalEntries(),
                  entry.agreement().pValue());
            }
          }
        });
  }
}
