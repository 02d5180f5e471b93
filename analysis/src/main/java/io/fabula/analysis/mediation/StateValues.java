package io.fabula.analysis.mediation;

import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.TabularModel;

/** V, W and N0 of every state; see {@link GeneralisedBellman}. */
public final class StateValues {
  final double[] value;
  final double[] unfired;
  final double[] valueUnfired;

  StateValues(int states) {
    value = new double[states];
    unfired = new double[states];
    valueUnfired = new double[states];
  }

  /** V: the expected return from a state on. */
  public double value(int state) {
    return value[state];
  }

  /** W: the probability that the detector does not fire from a state on, itself included. */
  public double unfired(int state) {
    return unfired[state];
  }

  /** N0: the expected return from a state on, on the event that the detector does not fire. */
  public double valueUnfired(int state) {
    return valueUnfired[state];
  }

  /** The largest difference to other values. */
  public double distance(StateValues other) {
    double largest = 0;
    for (int state = 0; state < value.length; state++) {
      largest = Math.max(largest, Math.abs(value[state] - other.value[state]));
      largest = Math.max(largest, Math.abs(unfired[state] - other.unfired[state]));
      largest = Math.max(largest, Math.abs(valueUnfired[state] - other.valueUnfired[state]));
    }
    return largest;
  }

  double magnitude() {
    double largest = 0;
    for (int state = 0; state < value.length; state++) {
      largest = Math.max(largest, Math.abs(value[state]));
      largest = Math.max(largest, Math.abs(valueUnfired[state]));
    }
    return largest;
  }

  /** The expectations over the start states of a model. */
  public EventSums atStart(TabularModel model) {
    double v = 0;
    double w = 0;
    double n0 = 0;
    for (int state = 0; state < value.length; state++) {
      double p = model.start(state);
      v += p * value[state];
      w += p * unfired[state];
      n0 += p * valueUnfired[state];
    }
    return new EventSums(v, w, n0);
  }
}
