package io.fabula.model.slates;

/**
 * What the values of a slate's positions are moved towards (Jain et al. 2022): the reward, and the
 * best value of the next position, or of the next state's first position behind the last.
 */
final class SlotTargets {
  private SlotTargets() {}

  /**
   * The targets of one slate.
   *
   * @param rewards of each position
   * @param ends 1 where nothing follows a position, else 0
   * @param best for each position the largest target value of what follows it: of the candidates
   *     not yet taken, and for the last of all in the next state
   * @param within discount between positions
   * @param between discount from the last position to the next state
   * @param from where the slate begins in all arrays
   */
  static void fill(
      float[] rewards,
      float[] ends,
      float[] best,
      double within,
      double between,
      int from,
      int slateSize,
      float[] target) {
    for (int j = 0; j < slateSize; j++) {
      double discount = j < slateSize - 1 ? within : between;
      int at = from + j;
      target[at] = (float) (rewards[at] + discount * (1 - ends[at]) * best[at]);
    }
  }
}
