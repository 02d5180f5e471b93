package io.fabula.model.mpdqn;

import io.fabula.envs.random.RandomStream;
import java.util.Arrays;

/**
 * What the network that proposes parameters climbs: the mean over a batch of the values of all
 * actions, each times a weight.
 *
 * @param weighting the weights of the actions
 * @param indexed whether only the value of the action that was taken counts
 * @param zeroOthers whether, at the end, parameters of actions that were not taken are left alone
 * @param inverting whether gradients are scaled by the room left to the bound they point to, and
 *     inverted beyond it (Hausknecht and Stone 2016)
 */
public record ActorObjective(
    Weighting weighting, boolean indexed, boolean zeroOthers, boolean inverting) {
  /** The weights of the actions. */
  public enum Weighting {
    /** All 1. */
    EQUAL,
    /** The share of the action in the batch. */
    BY_SHARE,
    /** One over the number of actions. */
    AVERAGE,
    /** Drawn anew for each update, uniform, then of length 1. */
    RANDOM
  }

  /** The sum of all values with inverting gradients. */
  public static final ActorObjective SUM = new ActorObjective(Weighting.EQUAL, false, false, true);

  /** Whether an update draws random numbers. */
  boolean draws() {
    return weighting == Weighting.RANDOM;
  }

  /**
   * The weight of each value, the mean over the batch included.
   *
   * @param taken which action was taken, {@code [rows]}
   * @param random used for {@link Weighting#RANDOM} alone
   * @param target receives {@code [rows, actions]}
   */
  void weights(int[] taken, int actions, RandomStream random, float[] target) {
    double[] each = new double[actions];
    switch (weighting) {
      case EQUAL -> Arrays.fill(each, 1);
      case BY_SHARE -> {
        for (int k : taken) each[k] += 1.0 / taken.length;
      }
      case AVERAGE -> Arrays.fill(each, 1.0 / actions);
      case RANDOM -> {
        double squares = 0;
        for (int k = 0; k < actions; k++) {
          each[k] = random.nextDouble();
          squares += each[k] * each[k];
        }
        double length = Math.sqrt(squares);
        for (int k = 0; k < actions; k++) each[k] /= length;
      }
    }
    for (int b = 0; b < taken.length; b++) {
      for (int k = 0; k < actions; k++) {
        boolean counts = !indexed || taken[b] == k;
        target[b * actions + k] = counts ? (float) (each[k] / taken.length) : 0;
      }
    }
  }

  /**
   * An inverted gradient: scaled by the room between the value and the bound that it points to,
   * over the whole range. Beyond a bound the room is negative, which points back.
   */
  static double invert(double gradient, double value, double low, double high) {
    double room = gradient > 0 ? high - value : value - low;
    return gradient * room / (high - low);
  }
}
