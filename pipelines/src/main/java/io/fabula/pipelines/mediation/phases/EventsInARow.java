package io.fabula.pipelines.mediation.phases;

import io.fabula.analysis.mediation.EffectEstimate;
import io.fabula.analysis.mediation.EpisodeSums;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events in a row: the effect through a later event given that an earlier one happened. An
 * extension of ours.
 *
 * <p>Episodes in which the first event happened are taken alone, of both policies; in them the
 * second counts if it happens with the first or later. What is estimated is the natural indirect
 * effect among them. Those episodes are not the same of both policies, so this is a description of
 * what follows, further from an identified cause than the effect of one event is.
 */
public final class EventsInARow {
  /** One row per seed and pair of events. */
  public static final TableSchema SCHEMA =
      new TableSchema(
          "events_in_a_row",
          1,
          "A second event given a first one, on held-out episodes in which the first happened.",
          List.of(
              Column.of("seed", Column.Type.INT32).doc("number of the seed, from 0"),
              Column.of("first", Column.Type.STRING).doc("the event that is given"),
              Column.of("second", Column.Type.STRING).doc("the event that may follow"),
              Column.of("episodes_trained", Column.Type.INT32)
                  .doc("episodes of the trained policy in which the first happened"),
              Column.of("episodes_uniform", Column.Type.INT32).doc("those of uniform play"),
              Column.optional("fired_trained", Column.Type.DOUBLE)
                  .doc("share of them in which the second followed, trained"),
              Column.optional("fired_uniform", Column.Type.DOUBLE).doc("the same, uniform play"),
              Column.optional("indirect", Column.Type.DOUBLE)
                  .doc("indirect effect, trained to uniform; missing where it is undefined"),
              Column.optional("standard_error", Column.Type.DOUBLE).doc("of the indirect effect")));

  private EventsInARow() {}

  /**
   * All pairs of an event and a later one.
   *
   * @param rows held-out episodes of both policies
   * @param events names of the world's events
   */
  static List<List<Double>> of(List<Row> rows, List<String> events) {
    List<List<Double>> pairs = new ArrayList<>();
    for (int first = 0; first < events.size(); first++) {
      for (int second = first + 1; second < events.size(); second++) {
        pairs.add(
            pair(
                sums(rows, 0, events.get(first), events.get(second)),
                sums(rows, 1, events.get(first), events.get(second))));
      }
    }
    return pairs;
  }

  private static EpisodeSums sums(List<Row> rows, int policy, String first, String second) {
    List<Row> given =
        rows.stream()
            .filter(row -> row.text("policy").equals(RecordEpisodes.POLICIES.get(policy)))
            .filter(row -> when(row, first) >= 0)
            .toList();
    return EpisodeSums.of(
        given.stream().mapToDouble(row -> row.number("y")).toArray(),
        given.stream().mapToDouble(row -> when(row, second) >= when(row, first) ? 0 : 1).toArray());
  }

  private static int when(Row row, String event) {
    return row.integer(RecordEpisodes.FIRST + event);
  }

  private static List<Double> pair(EpisodeSums trained, EpisodeSums uniform) {
    double a = trained.episodes();
    double b = uniform.episodes();
    if (a == 0 || b == 0) return List.of(a, b, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    EffectEstimate estimate = new EffectEstimate(trained, uniform);
    boolean defined = estimate.effects().defined();
    return List.of(
        a,
        b,
        trained.means().fired(),
        uniform.means().fired(),
        defined ? estimate.effects().indirect() : Double.NaN,
        defined ? estimate.standardError() : Double.NaN);
  }

  /** Writes the pairs of a seed. */
  static void write(TableWriter table, int seed, List<String> events, List<List<Double>> pairs)
      throws Exception {
    int at = 0;
    for (int first = 0; first < events.size(); first++) {
      for (int second = first + 1; second < events.size(); second++) {
        List<Double> pair = pairs.get(at++);
        @Nullable Object[] cells = {
          seed,
          ObjectWorlds.words(events.get(first)),
          ObjectWorlds.words(events.get(second)),
          (int) Math.rint(pair.get(0)),
          (int) Math.rint(pair.get(1)),
          TableWriter.orMissing(pair.get(2)),
          TableWriter.orMissing(pair.get(3)),
          TableWriter.orMissing(pair.get(4)),
          TableWriter.orMissing(pair.get(5))
        };
        table.write(cells);
      }
    }
  }
}
