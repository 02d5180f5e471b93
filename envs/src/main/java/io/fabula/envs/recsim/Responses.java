package io.fabula.envs.recsim;

import static io.fabula.envs.recsim.RecSimConstants.*;

/** What a response does to a user (Ie et al. 2019, section 4, as changed by Jain et al. 2022). */
final class Responses {
  private Responses() {}

  /** The chance that a taste moves towards an item and not away from it; may leave 0..1. */
  static double approachProbability(double[] taste, double[] items, int offset) {
    double sum = 0;
    for (int i = 0; i < taste.length; i++) sum += (taste[i] + 1) / 2 * items[offset + i];
    return sum;
  }

  /**
   * Moves a taste towards or away from an item, within -1..1.
   *
   * @param items vectors one after the other, the item's from {@code offset}
   * @param uniform decides which
   */
  static void move(double[] taste, double[] items, int offset, double uniform) {
    boolean towards = uniform < approachProbability(taste, items, offset);
    for (int i = 0; i < taste.length; i++) {
      double value = items[offset + i];
      double step = (STEP_SIZE - STEP_SIZE * Math.abs(taste[i])) * value;
      double change = step * (value - taste[i]);
      double moved = towards ? taste[i] + change : taste[i] - change;
      taste[i] = Math.min(Math.max(moved, -1), 1);
    }
  }

  /**
   * The budget after a click.
   *
   * @param satisfaction inner product of the new satisfaction and the item's quality
   */
  static double budgetAfterClick(double budget, double minutes, double satisfaction) {
    return budget - Math.min(budget, minutes) + SATISFACTION_BONUS * satisfaction;
  }
}
