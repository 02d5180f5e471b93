package io.fabula.envs.recsim;

import static io.fabula.envs.recsim.RecSimConstants.*;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Ziggurat;
import java.util.Arrays;

/** One user: tastes, satisfaction, time left, and what was clicked last. */
final class User {
  private final ItemCatalogue catalogue;
  final double[] interests;
  final double[] satisfaction;
  final int[] history = new int[HISTORY];
  double budget;

  User(ItemCatalogue catalogue) {
    this.catalogue = catalogue;
    interests = new double[catalogue.featureCount()];
    satisfaction = new double[catalogue.qualityCount()];
    Arrays.fill(history, NO_ITEM);
  }

  /** Draws a new user: likes one main category, the mean of a draw from each sub-category. */
  void draw(RandomStream stream, double timeBudget) {
    int main = stream.nextInt(catalogue.categories());
    Arrays.fill(interests, 0);
    for (int s = 0; s < catalogue.subcategories(); s++) {
      for (int i = 0; i < interests.length; i++) {
        interests[i] +=
            catalogue.centroid(main, s, i) + Math.sqrt(VARIANCE) * Ziggurat.nextGaussian(stream);
      }
    }
    for (int i = 0; i < interests.length; i++) interests[i] /= catalogue.subcategories();
    for (int i = 0; i < satisfaction.length; i++) satisfaction[i] = 2 * stream.nextDouble() - 1;
    begin(timeBudget);
  }

  /** Takes given tastes and satisfaction. */
  void set(double[] newInterests, double[] newSatisfaction, double timeBudget) {
    if (newInterests.length != interests.length || newSatisfaction.length != satisfaction.length) {
      throw new IllegalArgumentException(
          "needs "
              + interests.length
              + " interests and "
              + satisfaction.length
              + " satisfactions, got "
              + newInterests.length
              + " and "
              + newSatisfaction.length);
    }
    System.arraycopy(newInterests, 0, interests, 0, interests.length);
    System.arraycopy(newSatisfaction, 0, satisfaction, 0, satisfaction.length);
    begin(timeBudget);
  }

  /** Becomes equal to another user. */
  void copy(User other) {
    System.arraycopy(other.interests, 0, interests, 0, interests.length);
    System.arraycopy(other.satisfaction, 0, satisfaction, 0, satisfaction.length);
    System.arraycopy(other.history, 0, history, 0, history.length);
    budget = other.budget;
  }

  private void begin(double timeBudget) {
    budget = timeBudget;
    Arrays.fill(history, NO_ITEM);
  }

  void click(int item, Uniforms changes) {
    Responses.move(interests, catalogue.features(), item * interests.length, changes.next());
    Responses.move(satisfaction, catalogue.qualities(), item * satisfaction.length, changes.next());
    budget =
        Responses.budgetAfterClick(
            budget, catalogue.length(item), catalogue.qualityDot(item, satisfaction));
    System.arraycopy(history, 1, history, 0, HISTORY - 1);
    history[HISTORY - 1] = item;
  }

  void skip(double penalty) {
    budget -= penalty;
  }

  /** The main category of the greatest interest; features and main categories correspond. */
  int favourite() {
    int best = 0;
    for (int i = 1; i < interests.length; i++) if (interests[i] > interests[best]) best = i;
    return best;
  }

  void write(SnapshotWriter out) {
    out.put(interests).put(satisfaction).put(history).put(budget);
  }

  /** Reads a user of the same catalogue. */
  static User read(SnapshotReader in, ItemCatalogue catalogue) {
    User user = new User(catalogue);
    fill(user.interests, in.nextDoubles());
    fill(user.satisfaction, in.nextDoubles());
    int[] clicked = in.nextInts();
    if (clicked.length != HISTORY) throw badSnapshot();
    for (int i = 0; i < HISTORY; i++) {
      if (clicked[i] < NO_ITEM || clicked[i] >= catalogue.size()) throw badSnapshot();
      user.history[i] = clicked[i];
    }
    user.budget = in.nextDouble();
    return user;
  }

  private static void fill(double[] to, double[] from) {
    if (from.length != to.length) throw badSnapshot();
    System.arraycopy(from, 0, to, 0, to.length);
  }

  private static IllegalArgumentException badSnapshot() {
    return new IllegalArgumentException("the snapshot belongs to another item catalogue");
  }
}
