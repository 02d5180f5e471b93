package io.fabula.model.twins;

/** Moves states along directions. */
public final class StatePush {
  private StatePush() {}

  /**
   * A state moved along a direction; by an amount of 0 the state itself.
   *
   * @param direction {@code [stateSize]}
   */
  public static float[] along(float[] state, double[] direction, double amount) {
    if (amount == 0) return state;
    double[] change = new double[state.length];
    for (int k = 0; k < change.length; k++) change[k] = amount * direction[k];
    return moved(state, change);
  }

  /** A state plus a change; numbers that do not change keep their bits. */
  static float[] moved(float[] state, double[] change) {
    float[] result = new float[state.length];
    for (int k = 0; k < result.length; k++) {
      result[k] = change[k] == 0 ? state[k] : (float) (state[k] + change[k]);
    }
    return result;
  }
}
