package io.fabula.pipelines.mediation.phases;

import io.fabula.analysis.mediation.AdjustedEffects;
import io.fabula.analysis.mediation.EffectEstimate;
import io.fabula.analysis.mediation.Effects;
import io.fabula.analysis.mediation.EpisodeSums;
import io.fabula.pipelines.tables.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The half of a seed's episodes that nothing is learned from.
 *
 * @param rows all recorded episodes, those of the trained policy first
 * @param events names of the world's events
 * @param episodes how many of each policy
 * @param first the first one that is held out
 */
record HeldOutEpisodes(List<Row> rows, List<String> events, int episodes, int first) {
  private int count() {
    return episodes - first;
  }

  private Row row(int policy, int i) {
    return rows.get(policy * episodes + i);
  }

  /** The held-out episodes of both policies. */
  List<Row> heldOut() {
    List<Row> heldOut = new ArrayList<>(rows.subList(first, episodes));
    heldOut.addAll(rows.subList(episodes + first, 2 * episodes));
    return heldOut;
  }

  /** Returns of a policy's first episodes, held out or not. */
  double[] returns(int policy, int count) {
    double[] returns = new double[count];
    for (int i = 0; i < count; i++) returns[i] = row(policy, i).number("y");
    return returns;
  }

  /** log w of a named event. */
  double[] event(String event, int policy) {
    double[] logs = new double[count()];
    for (int i = 0; i < logs.length; i++) {
      boolean happened = happened(event, policy, i);
      logs[i] = happened ? Double.NEGATIVE_INFINITY : 0;
    }
    return logs;
  }

  /** For each of the trained policy's episodes that are learned from whether an event happened. */
  boolean[] learnedFrom(String event) {
    boolean[] happened = new boolean[first];
    for (int i = 0; i < first; i++) happened[i] = happened(event, 0, i - first);
    return happened;
  }

  /** For each of the trained policy's episodes that are learned from whether it succeeded. */
  boolean[] succeeded() {
    boolean[] succeeded = new boolean[first];
    for (int i = 0; i < first; i++) succeeded[i] = row(0, i).flag("success");
    return succeeded;
  }

  /** A policy's episodes from one on, without another. */
  List<Row> of(int policy, int from, int to) {
    return rows.subList(policy * episodes + from, policy * episodes + to);
  }

  private boolean happened(String event, int policy, int i) {
    return row(policy, first + i).integer(RecordEpisodes.FIRST + event) >= 0;
  }

  /**
   * The numbers of a row of {@link LearnVariable#schema}, after seed and variable.
   *
   * @param logA log w of the trained policy's held-out episodes
   * @param logB log w of those of uniform play
   */
  List<Double> measure(double[] logA, double[] logB) {
    double[] returnsA = Arrays.copyOfRange(returns(0, episodes), first, episodes);
    double[] returnsB = Arrays.copyOfRange(returns(1, episodes), first, episodes);
    double[][] w = {exp(logA), exp(logB)};
    EffectEstimate estimate =
        new EffectEstimate(EpisodeSums.of(returnsA, w[0]), EpisodeSums.of(returnsB, w[1]));
    Effects effects = estimate.effects();
    AdjustedEffects adjusted = adjusted(returnsA, returnsB, w);
    List<Double> numbers =
        new ArrayList<>(
            List.of(
                effects.reference().fired(),
                effects.target().fired(),
                effects.reference().meanUnfired(),
                effects.reference().meanFired(),
                effects.indirect(),
                estimate.standardError(),
                adjusted.indirect(),
                adjusted.weightLeftOut(),
                effects.rankable() ? 1.0 : 0.0,
                undecided(w)));
    for (int policy = 0; policy < 2; policy++) {
      for (String event : events) {
        int agree = 0;
        for (int i = 0; i < count(); i++) {
          if (w[policy][i] < 0.5 == happened(event, policy, i)) agree++;
        }
        numbers.add(agree / (double) count());
      }
    }
    return numbers;
  }

  private static double undecided(double[][] w) {
    int count = 0;
    for (double[] policy : w) for (double each : policy) if (each > .05 && each < .95) count++;
    return count / (double) (w[0].length + w[1].length);
  }

  private AdjustedEffects adjusted(double[] returnsA, double[] returnsB, double[][] w) {
    Map<Integer, List<Integer>> ofA = byLayout(0);
    Map<Integer, List<Integer>> ofB = byLayout(1);
    List<AdjustedEffects.Stratum> strata = new ArrayList<>();
    ofA.forEach(
        (layout, a) -> {
          List<Integer> b = ofB.getOrDefault(layout, List.of());
          strata.add(
              new AdjustedEffects.Stratum(
                  a.size() + b.size(), sums(returnsA, w[0], a), sums(returnsB, w[1], b)));
        });
    return AdjustedEffects.of(strata);
  }

  private Map<Integer, List<Integer>> byLayout(int policy) {
    Map<Integer, List<Integer>> episodesOf = new TreeMap<>();
    for (int i = 0; i < count(); i++) {
      int layout = row(policy, first + i).integer("layout");
      episodesOf.computeIfAbsent(layout, k -> new ArrayList<>()).add(i);
    }
    return episodesOf;
  }

  private static EpisodeSums sums(double[] returns, double[] w, List<Integer> which) {
    return EpisodeSums.of(
        which.stream().mapToDouble(i -> returns[i]).toArray(),
        which.stream().mapToDouble(i -> w[i]).toArray());
  }

  private static double[] exp(double[] logs) {
    return Arrays.stream(logs).map(StrictMath::exp).toArray();
  }
}
