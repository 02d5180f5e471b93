package io.fabula.pipelines.studies.interpret.tables;

import io.fabula.analysis.causal.StoryVerdict;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.util.ArrayList;
import java.util.List;

/** The verdicts on causal stories, one row per behaviour and time difference. */
public final class VerdictTable {
  private static final String PART = "verdicts.parquet";

  /** See {@link StoryVerdict}. */
  static final TableSchema SCHEMA =
      new TableSchema(
          "story_verdicts",
          3,
          "An entry of a causal story: a behaviour at a time difference. What was not computed is"
              + " missing.",
          List.of(
              Column.of("cluster", Column.Type.INT16).doc("behaviour"),
              Column.of("k", Column.Type.INT8).doc("time difference").unit("steps"),
              Column.of("n_samples", Column.Type.INT32).doc("samples of the behaviour"),
              number("strength", "strength of the entry, within -1..1"),
              number("low", "lower end of the strength's 95 % bootstrap interval"),
              number("high", "upper end of the strength's 95 % bootstrap interval"),
              Column.of("untrained_agents", Column.Type.INT16)
                  .doc("untrained agents that it was compared with"),
              number(
                  "strongest_untrained", "largest strength among their behaviours at the same k"),
              number("p_order", "p-value against random order in time"),
              number("p_untrained", "largest p-value against a behaviour of an untrained agent"),
              number("p_population", "p-value against the strongest of one more untrained agent"),
              number("p_attainable", "smallest p-value that so many untrained agents allow"),
              number("p_adjusted", "largest p-value after control of the false discovery rate"),
              Column.of("shown", Column.Type.BOOLEAN).doc("the verdict"),
              Column.of("reason", Column.Type.STRING).doc("why, in one clause")));

  private static Column number(String name, String doc) {
    return Column.optional(name, Column.Type.DOUBLE).doc(doc);
  }

  private VerdictTable() {}

  public static void write(ShardWork work, List<StoryVerdict> verdicts) throws Exception {
    work.table(
        PART,
        SCHEMA,
        table -> {
          for (StoryVerdict each : verdicts) {
            table.write(
                each.behaviour(),
                each.difference(),
                each.samples(),
                TableWriter.orMissing(each.strength()),
                TableWriter.orMissing(each.low()),
                TableWriter.orMissing(each.high()),
                each.untrainedAgents(),
                TableWriter.orMissing(each.strongestUntrained()),
                TableWriter.orMissing(each.pOrder()),
                TableWriter.orMissing(each.pUntrained()),
                TableWriter.orMissing(each.pPopulation()),
                TableWriter.orMissing(each.pAttainable()),
                TableWriter.orMissing(each.adjusted()),
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
        row.numberOrNaN("strength"),
        row.numberOrNaN("low"),
        row.numberOrNaN("high"),
        row.integer("untrained_agents"),
        row.numberOrNaN("strongest_untrained"),
        row.numberOrNaN("p_order"),
        row.numberOrNaN("p_untrained"),
        row.numberOrNaN("p_population"),
        row.numberOrNaN("p_attainable"),
        row.numberOrNaN("p_adjusted"),
        row.flag("shown"),
        row.text("reason"));
  }
}
