package io.fabula.analysis.mediation;

import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.TabularModel;

/**
 * The exact gradient of an indirect effect with respect to a detector's probability of firing in
 * each state: forward masses of episodes that have not fired, times what the generalised Bellman
 * equations expect from there on.
 */
public final class DetectorGradient {
  private static final double NEGLIGIBLE_MASS = 1e-17;

  private final double[] unfired;
  private final double[] valueUnfired;
  private final EventSums sums;

  private DetectorGradient(double[] unfired, double[] valueUnfired, EventSums sums) {
    this.unfired = unfired;
    this.valueUnfired = valueUnfired;
    this.sums = sums;
  }

  /**
   * The gradient of the indirect effect of going from one policy to another.
   *
   * @param model without a step limit
   * @param reference policy of the conditional means, {@code [state, action]}
   * @param target the other policy
   * @param detector probability of firing per state, within 0..1
   * @param discount factor per step, within 0..1
   * @return per state
   */
  public static double[] ofIndirectEffect(
      TabularModel model, double[] reference, double[] target, double[] detector, double discount) {
    DetectorGradient x = of(new GeneralisedBellman(model, reference, detector, discount));
    DetectorGradient y = of(new GeneralisedBellman(model, target, detector, discount));
    double p0 = x.sums.unfired();
    double p1 = x.sums.fired();
    double more = p0 - y.sums.unfired();
    double difference = x.sums.meanFired() - x.sums.meanUnfired();
    double[] gradient = new double[detector.length];
    for (int s = 0; s < gradient.length; s++) {
      // e1 = (V - N0) / (1 - W), e0 = N0 / W
      double e1 = (-x.valueUnfired[s] + x.sums.meanFired() * x.unfired[s]) / p1;
      double e0 = (x.valueUnfired[s] - x.sums.meanUnfired() * x.unfired[s]) / p0;
      gradient[s] = (e1 - e0) * more + difference * (x.unfired[s] - y.unfired[s]);
    }
    return gradient;
  }

  /** The gradients of W and N0 at the start. */
  private static DetectorGradient of(GeneralisedBellman equations) {
    TabularModel model = equations.model();
    if (model.maximumSteps() > 0) {
      throw new IllegalArgumentException("exact gradients are for models without a step limit");
    }
    StateValues values = equations.solve();
    StateValues given = equations.expected(values, 1);
    Visits visits = Visits.of(equations);
    double[] unfired = new double[model.states()];
    double[] valueUnfired = new double[model.states()];
    for (int s = 0; s < unfired.length; s++) {
      unfired[s] = -visits.mass[s] * given.unfired[s];
      valueUnfired[s] =
          -visits.earned[s] * given.unfired[s] - visits.discounted[s] * given.valueUnfired[s];
    }
    return new DetectorGradient(unfired, valueUnfired, values.atStart(model));
  }

  /**
   * Sums over all steps of an episode, per state, on the event that nothing fired before.
   *
   * @param mass probability of being there
   * @param discounted the same times discount^t
   * @param earned the return of the steps before
   */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  private record Visits(double[] mass, double[] discounted, double[] earned) {
    static Visits of(GeneralisedBellman equations) {
      int states = equations.model().states();
      Visits total = empty(states);
      Visits here = empty(states);
      for (int s = 0; s < states; s++) {
        here.mass[s] = equations.model().start(s);
        here.discounted[s] = here.mass[s];
      }
      while (sum(here.mass) > NEGLIGIBLE_MASS) {
        for (int s = 0; s < states; s++) {
          total.mass[s] += here.mass[s];
          total.discounted[s] += here.discounted[s];
          total.earned[s] += here.earned[s];
        }
        here = here.next(equations);
      }
      return total;
    }

    private static Visits empty(int states) {
      return new Visits(new double[states], new double[states], new double[states]);
    }

    private static double sum(double[] values) {
      double sum = 0;
      for (double each : values) sum += each;
      return sum;
    }

    private Visits next(GeneralisedBellman equations) {
      TabularModel model = equations.model();
      Visits next = empty(mass.length);
      for (int s = 0; s < mass.length; s++) {
        if (mass[s] == 0) continue;
        for (int action = 0; action < model.actions(); action++) {
          double chosen = equations.policy()[s * model.actions() + action] * equations.keep(s);
          int last = model.endOfOutcomes(s, action);
          for (int o = model.firstOutcome(s, action); o < last; o++) {
            int to = model.next(o);
            if (to == TabularModel.END) continue;
            double p = chosen * model.probability(o);
            next.mass[to] += p * mass[s];
            next.discounted[to] += p * equations.discount() * discounted[s];
            next.earned[to] += p * (earned[s] + discounted[s] * model.reward(o));
          }
        }
      }
      return next;
    }
  }
}
