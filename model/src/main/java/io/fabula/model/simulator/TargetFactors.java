package io.fabula.model.simulator;

import java.util.Arrays;
import java.util.List;

/** A target as factors of values, log-probabilities and agent states. */
final class TargetFactors {
  private final int steps;
  private final int batch;
  private final int actions;
  private final int hidden;
  private final float[] values;
  private final float[] logProbabilities;
  private final float[] states;

  TargetFactors(int steps, int batch, int actions, int hidden) {
    this.steps = steps;
    this.batch = batch;
    this.actions = actions;
    this.hidden = hidden;
    values = new float[steps * batch];
    logProbabilities = new float[steps * batch * actions];
    states = new float[steps * batch * hidden];
  }

  /**
   * Sets the factors.
   *
   * @param course log-probabilities of the course, {@code [steps, batch, action]}
   */
  void set(SaliencyTarget target, float[] course) {
    Arrays.fill(values, 0);
    Arrays.fill(logProbabilities, 0);
    Arrays.fill(states, 0);
    float share = 1f / batch;
    if (target instanceof SaliencyTarget.Value value) {
      int from = first(value.step());
      Arrays.fill(values, from, from + batch, share);
    } else if (target instanceof SaliencyTarget.ChosenAction chosen) {
      int from = first(chosen.step());
      for (int row = from; row < from + batch; row++) {
        logProbabilities[row * actions + greatest(course, row)] = share;
      }
    } else if (target instanceof SaliencyTarget.Actions some) {
      mean(some.step(), some.actions(), 1f / (batch * some.actions().size()));
    } else if (target instanceof SaliencyTarget.ValueChange) {
      change();
    } else if (target instanceof SaliencyTarget.Direction direction) {
      along(direction);
    } else if (target instanceof SaliencyTarget.MeanValue) {
      Arrays.fill(values, share / steps);
    } else if (target instanceof SaliencyTarget.MeanAction one) {
      for (int t = 0; t < steps; t++) mean(t, List.of(one.action()), share / steps);
    } else if (target instanceof SaliencyTarget.ValueRise) {
      rise();
    }
  }

  private void mean(int step, List<Integer> chosen, float weight) {
    int from = first(step);
    for (int row = from; row < from + batch; row++) {
      for (int action : chosen) {
        if (action < 0 || action >= actions) {
          throw new IllegalArgumentException(
              "action must be in 0.." + (actions - 1) + ", got " + action);
        }
        logProbabilities[row * actions + action] += weight;
      }
    }
  }

  /** The mean of all changes is what lies between last and first value. */
  private void change() {
    if (steps < 2) throw new IllegalArgumentException("a value changes over at least 2 steps");
    float share = 1f / ((steps - 1) * batch);
    Arrays.fill(values, 0, batch, -share);
    Arrays.fill(values, (steps - 1) * batch, steps * batch, share);
  }

  private void rise() {
    if (steps < 2) throw new IllegalArgumentException("a value changes over at least 2 steps");
    int half = steps / 2;
    Arrays.fill(values, 0, half * batch, -1f / (half * batch));
    Arrays.fill(values, half * batch, steps * batch, 1f / ((steps - half) * batch));
  }

  private void along(SaliencyTarget.Direction direction) {
    if (direction.direction().size() != hidden) {
      throw new IllegalArgumentException(
          "direction must have " + hidden + " elements, got " + direction.direction().size());
    }
    int from = first(direction.step());
    for (int row = from; row < from + batch; row++) {
      for (int j = 0; j < hidden; j++) {
        states[row * hidden + j] = direction.direction().get(j) / batch;
      }
    }
  }

  private int first(int step) {
    if (step < 0 || step >= steps) {
      throw new IllegalArgumentException("step must be in 0.." + (steps - 1) + ", got " + step);
    }
    return step * batch;
  }

  private int greatest(float[] course, int row) {
    int best = 0;
    for (int i = 1; i < actions; i++) {
      if (course[row * actions + i] > course[row * actions + best]) best = i;
    }
    return best;
  }

  float[] values() {
    return values;
  }

  float[] logProbabilities() {
    return logProbabilities;
  }

  float[] states() {
    return states;
  }

  /** The target's value, given what the factors stand before. */
  double target(float[] courseValues, float[] courseLogs, float[] courseStates) {
    return dot(values, courseValues)
        + dot(logProbabilities, courseLogs)
        + dot(states, courseStates);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += (double) a[i] * b[i];
    return sum;
  }
}
