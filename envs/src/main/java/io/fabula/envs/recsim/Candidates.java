package io.fabula.envs.recsim;

import io.fabula.envs.ActionSet;
import java.util.Arrays;

/** The items that are available in an episode, and which of them the user has been shown. */
final class Candidates {
  private final ItemCatalogue catalogue;
  private final int count;

  /** Position of each item of the catalogue among the candidates, or -1. */
  private final int[] position;

  private final boolean[] shown;
  private ActionSet set = new ActionSet(new int[0], new float[0]);

  Candidates(ItemCatalogue catalogue, int count) {
    this.catalogue = catalogue;
    this.count = count;
    position = new int[catalogue.size()];
    Arrays.fill(position, RecSimConstants.NO_ITEM);
    shown = new boolean[count];
  }

  /** Ids with the features of each. */
  ActionSet set() {
    return set;
  }

  /** Throws unless these are as many different items as there shall be candidates. */
  void check(int[] ids) {
    boolean[] seen = new boolean[catalogue.size()];
    boolean good = ids.length == count;
    for (int id : ids) {
      good = good && id >= 0 && id < seen.length && !seen[id];
      if (good) seen[id] = true;
    }
    if (!good) {
      throw new IllegalArgumentException(
          "candidates must be "
              + count
              + " different items of "
              + seen.length
              + ", got "
              + Arrays.toString(ids));
    }
  }

  /** Takes over the ids of an episode, of which none was shown yet. */
  void begin(int[] ids) {
    for (int id : set.ids()) position[id] = RecSimConstants.NO_ITEM;
    int width = catalogue.representationSize();
    float[] representation = new float[ids.length * width];
    for (int k = 0; k < ids.length; k++) {
      position[ids[k]] = k;
      catalogue.represent(ids[k], representation, k * width);
    }
    set = new ActionSet(ids, representation);
    Arrays.fill(shown, false);
  }

  /** Throws unless all items of a slate are available. */
  void checkAvailable(int[] slate) {
    for (int id : slate) {
      if (position[id] < 0) {
        throw new IllegalArgumentException("item " + id + " is not among the candidates");
      }
    }
  }

  void show(int[] slate) {
    for (int id : slate) shown[position[id]] = true;
  }

  int shownCount() {
    int sum = 0;
    for (boolean each : shown) if (each) sum++;
    return sum;
  }

  /** One byte per candidate, 1 for those that were shown. */
  byte[] shown() {
    byte[] flags = new byte[count];
    for (int k = 0; k < count; k++) flags[k] = (byte) (shown[k] ? 1 : 0);
    return flags;
  }

  void restoreShown(byte[] flags) {
    for (int k = 0; k < count; k++) shown[k] = flags[k] != 0;
  }
}
