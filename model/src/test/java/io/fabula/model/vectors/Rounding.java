package io.fabula.model.vectors;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Parameters;
import java.util.HashMap;
import java.util.Map;

/** A tensor of a gradient, and the ranges in which rounding lets its elements and its norm lie. */
public final class Rounding {
  /** How often a gradient is computed with weights moved. */
  public static final int ROUNDS = 8;

  /** How far weights are moved, relative: as far as forward values of implementations differ. */
  private static final double MOVE = 1e-6;

  private final float[] values;
  private final float[] lowest;
  private final float[] highest;
  private double lowestNorm;
  private double highestNorm;

  /** A tensor of which one evaluation is known. */
  Rounding(float[] values) {
    this.values = values;
    lowest = values.clone();
    highest = values.clone();
    lowestNorm = norm(values);
    highestNorm = lowestNorm;
  }

  /** The first evaluation, with weights as they are. */
  float[] values() {
    return values;
  }

  /** Adds an evaluation with weights moved. */
  void add(float[] again) {
    if (again.length != values.length) throw new IllegalArgumentException("another tensor");
    for (int i = 0; i < again.length; i++) {
      lowest[i] = Math.min(lowest[i], again[i]);
      highest[i] = Math.max(highest[i], again[i]);
    }
    lowestNorm = Math.min(lowestNorm, norm(again));
    highestNorm = Math.max(highestNorm, norm(again));
  }

  /** The value of an element nearest to {@code wanted} that rounding explains. */
  double nearest(int i, double wanted) {
    return nearest(lowest[i], highest[i], wanted);
  }

  /** The norm nearest to {@code wanted} that rounding explains. */
  double nearestNorm(double wanted) {
    return nearest(lowestNorm, highestNorm, wanted);
  }

  private static double nearest(double low, double high, double wanted) {
    double width = high - low;
    return Math.max(low - width, Math.min(high + width, wanted));
  }

  double sum() {
    double sum = 0;
    for (float value : values) sum += value;
    return sum;
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) squares += (double) value * value;
    return Math.sqrt(squares);
  }

  /**
   * Runs {@code evaluation} with all weights moved at random by up to a millionth of themselves,
   * another move each time, and puts them back.
   */
  public static void moved(Parameters parameters, RandomStream random, Runnable evaluation) {
    Map<String, float[]> kept = new HashMap<>();
    for (String name : parameters.names()) {
      float[] weights = parameters.get(name);
      kept.put(name, weights.clone());
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= (float) (1 + MOVE * (2 * random.nextDouble() - 1));
      }
      parameters.set(name, weights);
    }
    try {
      evaluation.run();
    } finally {
      kept.forEach(parameters::set);
    }
  }
}
