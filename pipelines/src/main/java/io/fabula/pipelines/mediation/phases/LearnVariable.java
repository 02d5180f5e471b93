package io.fabula.pipelines.mediation.phases;

import io.fabula.analysis.mediation.Effects;
import io.fabula.model.detectors.DetectorNetwork;
import io.fabula.pipelines.chunks.ResumableStage;
import io.fabula.pipelines.mediation.settings.VariableSettings;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Learns the variable from the first half of the recorded episodes, in three ways, and measures it
 * on the other half: its effect of going from the trained policy to uniform play, how often it
 * agrees with each named event, and how undecided it is.
 *
 * @param name of the stage
 * @param recorded the stage that recorded the episodes
 * @param options what decides the result
 */
public record LearnVariable(String name, String recorded, Options options)
    implements ResumableStage {
  /** The table of measurements. */
  public static final String MEASURED = "variables.parquet";

  /** The table of detectors that are learned given a first event. */
  public static final String GIVEN = "given.parquet";

  /** The table of events in a row. */
  public static final String IN_A_ROW = "events-in-a-row.parquet";

  /**
   * One row per seed and way or event; effects are negative, as uniform play makes good things
   * rarer.
   */
  public static TableSchema schema(List<String> events) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("seed", Column.Type.INT32).doc("number of the seed, from 0"));
    columns.add(Column.of("variable", Column.Type.STRING).doc("how it was learned, or the event"));
    columns.add(Column.of("fired_trained", Column.Type.DOUBLE).doc("P(Z = 1), trained policy"));
    columns.add(Column.of("fired_uniform", Column.Type.DOUBLE).doc("P(Z = 1), uniform play"));
    columns.add(Column.of("mean_unfired", Column.Type.DOUBLE).doc("E[Y | Z = 0], trained"));
    columns.add(Column.of("mean_fired", Column.Type.DOUBLE).doc("E[Y | Z = 1], trained"));
    columns.add(
        Column.of("indirect", Column.Type.DOUBLE).doc("indirect effect, trained to uniform"));
    columns.add(
        Column.optional("standard_error", Column.Type.DOUBLE).doc("of the indirect effect"));
    columns.add(
        Column.optional("adjusted", Column.Type.DOUBLE)
            .doc("indirect effect within start layouts, averaged"));
    columns.add(
        Column.of("left_out", Column.Type.DOUBLE).doc("weight of layouts that were left out"));
    columns.add(Column.of("rankable", Column.Type.BOOLEAN).doc("P(Z = 1) within 0.02..0.98"));
    columns.add(
        Column.of("undecided", Column.Type.DOUBLE)
            .doc("share of episodes with a probability of firing within 0.05..0.95"));
    for (String policy : RecordEpisodes.POLICIES) {
      for (String event : events) {
        columns.add(
            Column.of("agrees_%s_%s".formatted(event, policy), Column.Type.DOUBLE)
                .doc("share of episodes in which it and the event are equal"));
      }
    }
    return new TableSchema(
        "learned_variables",
        1,
        "A learned variable of a seed, or a named event, on held-out episodes.",
        columns);
  }

  /**
   * What decides the result.
   *
   * @param seed root seed
   * @param worlds where
   * @param seeds how many
   * @param variable how it is learned
   */
  public record Options(long seed, ObjectWorlds worlds, int seeds, VariableSettings variable)
      implements Serializable {}

  /** Rows of a seed. */
  record Measured(List<List<Double>> numbers, List<List<Double>> inARow, List<Double> given) {}

  @Override
  public int version() {
    return 3;
  }

  @Override
  public List<String> inputs() {
    return List.of(recorded);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.seeds();
  }

  @Override
  public VariableStarts open(Function<String, Artifact> inputs, int shard, Path directory)
      throws IOException {
    return new VariableStarts(inputs.apply(recorded), options, shard);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    try (VariableStarts starts = open(work::input, work.shard(), work.checkpoints())) {
      starts.carry(
          work.checkpoints(),
          () -> work.progress(starts.done(), starts.all(), "starts"),
          work::note);
      List<List<Double>> measured = new ArrayList<>();
      for (Variant variant : starts.ways()) {
        DetectorNetwork network = starts.best(variant).network();
        work.tensors(
            SeedShards.part(variant.part(), work.shard(), "safetensors"),
            LearnedDetector.file(network, variant.view(options.variable())));
      }
      for (Variant variant : starts.variants()) {
        measured.add(starts.measure(variant, starts.best(variant).network()));
      }
      HeldOutEpisodes heldOut = starts.heldOut();
      for (String event : heldOut.events()) {
        measured.add(heldOut.measure(heldOut.event(event, 0), heldOut.event(event, 1)));
      }
      warn(work, measured, variables(starts.variants(), options.worlds()));
      List<Double> given = starts.measureGiven();
      if (options.variable().first().isPresent() && given.isEmpty()) {
        work.note(
            "seed %d: %s happens in fewer than %d episodes of a policy; nothing is learned given it"
                .formatted(work.shard(), options.variable().given(), EpisodesGiven.FEWEST));
      }
      work.summary(
          new Measured(measured, EventsInARow.of(heldOut.heldOut(), heldOut.events()), given));
    }
  }

  /** Effects of what nearly always or never happens are not to be compared with others. */
  private static void warn(ShardWork work, List<List<Double>> measured, List<String> names) {
    for (int i = 0; i < measured.size(); i++) {
      double fired = measured.get(i).get(0);
      if (fired > Effects.MARGIN && fired < 1 - Effects.MARGIN) continue;
      work.note(
          "seed %d: \"%s\" has a probability of %.3f under the trained policy, beyond %s..%s: it is not ranked; another policy.taken_at may help"
              .formatted(work.shard(), names.get(i), fired, Effects.MARGIN, 1 - Effects.MARGIN));
    }
  }

  /** Names of the rows of a seed, in order. */
  public static List<String> variables(List<Variant> variants, ObjectWorlds worlds) {
    List<String> names = new ArrayList<>();
    for (Variant each : variants) names.add(each.words());
    names.addAll(worlds.eventWords());
    return names;
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<String> events = options.worlds().events();
    TableSchema schema = schema(events);
    List<String> names =
        variables(Variant.of(options.variable(), work.input(recorded)), options.worlds());
    work.table(
        MEASURED,
        schema,
        table -> {
          for (ShardResult shard : work.shards()) {
            List<List<Double>> rows = shard.summary(Measured.class).numbers();
            for (int i = 0; i < rows.size(); i++) {
              List<Object> cells = new ArrayList<>();
              cells.add(shard.shard());
              cells.add(names.get(i));
              for (int c = 0; c < rows.get(i).size(); c++) {
                Double value = rows.get(i).get(c);
                Column column = schema.columns().get(c + 2);
                if (column.type() == Column.Type.BOOLEAN) cells.add(value == 1);
                else cells.add(Double.isNaN(value) ? null : value);
              }
              table.write(cells.toArray());
            }
          }
        });
    work.table(
        GIVEN,
        EpisodesGiven.schema(events),
        table -> {
          for (ShardResult shard : work.shards()) {
            List<Double> row = shard.summary(Measured.class).given();
            if (row.isEmpty()) continue;
            List<Object> cells =
                new ArrayList<>(List.of(shard.shard(), options.variable().given()));
            for (int c = 0; c < row.size(); c++) {
              cells.add(c < 2 ? (Object) row.get(c).intValue() : TableWriter.orMissing(row.get(c)));
            }
            table.write(cells.toArray());
          }
        });
    work.table(
        IN_A_ROW,
        EventsInARow.SCHEMA,
        table -> {
          for (ShardResult shard : work.shards()) {
            EventsInARow.write(
                table, shard.shard(), events, shard.summary(Measured.class).inARow());
          }
        });
    return Map.of("seeds", (double) work.shards().size());
  }
}
