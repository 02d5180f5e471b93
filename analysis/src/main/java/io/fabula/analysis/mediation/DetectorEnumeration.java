package io.fabula.analysis.mediation;

import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.TabularModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All hard detectors over some states of a table, ranked by their exact indirect effect. */
public final class DetectorEnumeration {
  /** Of how many states all subsets can be tried. */
  public static final int MOST_STATES = 16;

  private static final int AT_ONCE = 256;

  /** Effects that differ by rounding alone are equal. */
  private static final double TIE = 1e-10;

  private DetectorEnumeration() {}

  /**
   * A detector with its exact effects.
   *
   * @param set bit i is set if it fires in the i-th of the enumerated states
   * @param effects of going from the reference to the target policy
   */
  public record Entry(int set, Effects effects) {}

  /**
   * Tries all subsets.
   *
   * @param states which states detectors may fire in, at most {@link #MOST_STATES}; in the others
   *     they never do
   * @param discount factor per step, within 0..1
   * @return from the largest indirect effect down; among equals events that are good first, since
   *     an event and its negation have the same effect, then the lower set
   */
  public static List<Entry> of(
      TabularModel model,
      double[] reference,
      double[] target,
      List<Integer> states,
      double discount) {
    if (states.isEmpty() || states.size() > MOST_STATES) {
      throw new IllegalArgumentException(
          "detectors are enumerated over 1..%d states, got %d"
              .formatted(MOST_STATES, states.size()));
    }
    ExactEvaluation x = new ExactEvaluation(model, reference);
    ExactEvaluation y = new ExactEvaluation(model, target);
    List<Entry> entries = new ArrayList<>();
    int sets = 1 << states.size();
    for (int first = 0; first < sets; first += AT_ONCE) {
      List<double[]> detectors = new ArrayList<>();
      for (int set = first; set < Math.min(sets, first + AT_ONCE); set++) {
        double[] detector = new double[model.states()];
        for (int i = 0; i < states.size(); i++) detector[states.get(i)] = set >> i & 1;
        detectors.add(detector);
      }
      List<EventSums> of = x.evaluate(detectors, discount);
      List<EventSums> to = y.evaluate(detectors, discount);
      for (int i = 0; i < detectors.size(); i++) {
        entries.add(new Entry(first + i, new Effects(of.get(i), to.get(i))));
      }
    }
    entries.sort(
        Comparator.comparingDouble((Entry entry) -> -Math.rint(entry.effects.indirect() / TIE))
            .thenComparing(entry -> entry.effects.predictive() < 0)
            .thenComparingInt(Entry::set));
    return entries;
  }
}
