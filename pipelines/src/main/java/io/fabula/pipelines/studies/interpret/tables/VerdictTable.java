package io.fabula.pipelines.studies.interpret.tables;

import io.fabula.analysis.causal.StoryVerdict;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** The verdicts on causal stories, one row per behaviour and time difference. */
public final class VerdictTable {
  private static final String PART = "verdicts.parquet";

  /** See {@link StoryVerdict}. */
  static final TableSchema SCHEMA =
      new TableSchema(
          "story_verdicts",
          2,
          List.of(
              Column.of("cluster", Column.Type.INT16),
              Column.of("k", Column.Type.INT8),
              Column.of("n_samples", Column.Type.INT32),
              Column.of("strength", Column.Type.DOUBLE),
              Column.of("low", Column.Type.DOUBLE),
              Column.of("high", Column.Type.DOUBLE),
              Column.of("untrained_agents", Column.Type.INT16),
              Column.of("strongest_untrained", Column.Type.DOUBLE),
              Column.of("p_order", Column.Type.DOUBLE),
              Column.of("p_untrained", Column.Type.DOUBLE),
              Column.of("p_population", Column.Type.DOUBLE),
              Column.of("p_attainable", Column.Type.DOUBLE),
              Column.of("p_adjusted", Column.Type.DOUBLE),
              Column.of("shown", Column.Type.BOOLEAN),
              Column.of("reason", Column.Type.STRING)));

  private VerdictTable() {}

  static void write(ShardWork work, List<StoryVerdict> verdicts) throws Exception {
    work.table(
        PART,
        SCHEMA,
        table -> {
          for (StoryVerdict each : verdicts) {
            table.write(
                each.behaviour(),
                each.difference(),
                each.samples(),
                each.strength(),
                each.low(),
                each.high(),
                each.untrainedAgents(),
                each.strongestUntrained(),
                each.pOrder(),
                each.pUntrained(),
                each.pPopulation(),
                each.pAttainable(),
                each.adjusted(),
                each.shown(),
                each.reason());
          }
        });
  }

  /** The verdicts in an artifact. */
  public static List<StoryVerdict> read(Artifact artifact) {
    List<StoryVerdict> verdicts = new ArrayList<>();
    TableReader.forEach(artifact.file(PART), SCHEMA, row -> verdicts.add(verdict(row)));
    return verdicts;
  }

  private static StoryVerdict verdict(Row row) {
    return new StoryVerdict(
        row.integer("cluster"),
        row.integer("k"),
        row.integer("n_samples"),
        row.number("strength"),
        row.number("low"),
        row.number("high"),
        row.integer("untrained_agents"),
        row.number("strongest_untrained"),
        row.number("p_order"),
        row.number("p_untrained"),
        row.number("p_population"),
        row.number("p_attainable"),
        row.number("p_adjusted"),
        row.flag("shown"),
        row.text("reason"));
  }
}
