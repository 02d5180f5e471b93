package io.fabula.pipelines.mediation.phases;

import io.fabula.analysis.mediation.EffectEstimate;
import io.fabula.analysis.mediation.EpisodeSums;
import io.fabula.model.detectors.DetectorData;
import io.fabula.model.detectors.VisitCounts;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Episodes in which a first event happened, from that step on: what a second variable in a row is
 * learned from and measured on. An extension of ours.
 *
 * <p>Which episodes they are differs between the policies, so effects within them are further from
 * identified causes than those of one variable.
 *
 * @param rows the episodes of each policy, the trained one's first
 * @param visits of the states that the detector can tell apart, from that step on
 * @param first the event
 */
public record EpisodesGiven(List<List<Row>> rows, List<VisitCounts> visits, String first) {
  /** With fewer episodes of a policy nothing is learned. */
  static final int FEWEST = 2;

  /** One row per seed in which something was learned. */
  public static TableSchema schema(List<String> events) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("seed", Column.Type.INT32).doc("number of the seed, from 0"));
    columns.add(Column.of("first", Column.Type.STRING).doc("the event that is given"));
    columns.add(
        Column.of("episodes_trained", Column.Type.INT32)
            .doc("held-out episodes of the trained policy in which it happened"));
    columns.add(Column.of("episodes_uniform", Column.Type.INT32).doc("those of uniform play"));
    columns.add(
        Column.of("fired_trained", Column.Type.DOUBLE)
            .doc("mean probability that the detector then fires in them, trained"));
    columns.add(Column.of("fired_uniform", Column.Type.DOUBLE).doc("the same, uniform play"));
    columns.add(
        Column.optional("indirect", Column.Type.DOUBLE)
            .doc("indirect effect among them, trained to uniform; missing where undefined"));
    columns.add(
        Column.optional("standard_error", Column.Type.DOUBLE).doc("of the indirect effect"));
    for (String policy : RecordEpisodes.POLICIES) {
      for (String event : events) {
        columns.add(
            Column.of("agrees_%s_%s".formatted(event, policy), Column.Type.DOUBLE)
                .doc("share of them in which it and the event, then or later, are equal"));
      }
    }
    return new TableSchema(
        "learned_given",
        1,
        "A detector learned given a first event, on held-out episodes in which it happened.",
        columns);
  }

  /**
   * Selects episodes.
   *
   * @param rows of each policy, the trained one's first
   * @param paths the numbers of each episode's states, step by step
   */
  static EpisodesGiven of(List<List<Row>> rows, List<int[][]> paths, String first) {
    List<List<Row>> selected = new ArrayList<>();
    List<VisitCounts> visits = new ArrayList<>();
    for (int p = 0; p < rows.size(); p++) {
      List<Row> with = new ArrayList<>();
      List<int[]> later = new ArrayList<>();
      for (int i = 0; i < rows.get(p).size(); i++) {
        int from = when(rows.get(p).get(i), first);
        if (from < 0) continue;
        with.add(rows.get(p).get(i));
        int[] path = paths.get(p)[i];
        later.add(Arrays.copyOfRange(path, from, path.length));
      }
      selected.add(with);
      visits.add(VisitCounts.of(later));
    }
    return new EpisodesGiven(selected, visits, first);
  }

  private static int when(Row row, String event) {
    return row.integer(RecordEpisodes.FIRST + event);
  }

  /** Whether there are enough to learn from. */
  boolean enough() {
    return rows.stream().allMatch(each -> each.size() >= FEWEST);
  }

  /** Returns of a policy's episodes. */
  double[] returns(int policy) {
    return rows.get(policy).stream().mapToDouble(row -> row.number("y")).toArray();
  }

  /** For each of the trained policy's episodes whether it succeeded. */
  boolean[] succeeded() {
    boolean[] succeeded = new boolean[rows.get(0).size()];
    for (int i = 0; i < succeeded.length; i++) succeeded[i] = rows.get(0).get(i).flag("success");
    return succeeded;
  }

  /**
   * The numbers of a row of {@link #schema}, after seed and event.
   *
   * @param logits of the distinct states
   */
  List<Double> measure(double[] logits, List<String> events) {
    List<Double> numbers = new ArrayList<>();
    for (List<Row> each : rows) numbers.add((double) each.size());
    List<double[]> unfired = new ArrayList<>();
    List<EpisodeSums> sums = new ArrayList<>();
    for (int p = 0; p < rows.size(); p++) {
      double[] logs = DetectorData.logUnfired(visits.get(p), logits);
      unfired.add(Arrays.stream(logs).map(StrictMath::exp).toArray());
      sums.add(EpisodeSums.of(returns(p), unfired.get(p)));
    }
    for (EpisodeSums each : sums) numbers.add(each.means().fired());
    EffectEstimate estimate = new EffectEstimate(sums.get(0), sums.get(1));
    boolean defined = estimate.effects().defined();
    numbers.add(defined ? estimate.effects().indirect() : Double.NaN);
    numbers.add(defined ? estimate.standardError() : Double.NaN);
    for (int p = 0; p < rows.size(); p++) {
      for (String event : events) numbers.add(agreement(rows.get(p), unfired.get(p), event));
    }
    return numbers;
  }

  private double agreement(List<Row> episodes, double[] unfired, String event) {
    int agree = 0;
    for (int i = 0; i < unfired.length; i++) {
      boolean happened = when(episodes.get(i), event) >= when(episodes.get(i), first);
      if (unfired[i] < 0.5 == happened) agree++;
    }
    return agree / (double) unfired.length;
  }
}
