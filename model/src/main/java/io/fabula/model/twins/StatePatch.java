package io.fabula.model.twins;

/**
 * What of a state is replaced by what another state holds (activation patching; Geiger et al. 2021
 * call it an interchange intervention).
 */
public sealed interface StatePatch {
  /**
   * The patched state; {@code state} or {@code source} itself where nothing or all is replaced.
   *
   * @param state receives
   * @param source gives
   */
  float[] apply(float[] state, float[] source);

  /** Nothing is replaced. */
  static StatePatch nothing() {
    return new Nothing();
  }

  /** All is replaced. */
  static StatePatch everything() {
    return new Everything();
  }

  /**
   * What lies along some directions is replaced: {@code state + sum_i write_i (read_i . (source -
   * state))}.
   *
   * @param read {@code [directions, stateSize]}: how far a difference of states lies along each
   * @param write {@code [directions, stateSize]}: what is added for a distance of 1 along each
   */
  static StatePatch along(double[][] read, double[][] write) {
    return new Along(read, write);
  }

  /**
   * A constant change is added, whatever the source holds: steering by a vector.
   *
   * @param change {@code [stateSize]}
   */
  static StatePatch adding(double[] change) {
    return new Added(change);
  }

  /** See {@link #adding}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Added(double[] change) implements StatePatch {
    @Override
    public float[] apply(float[] state, float[] source) {
      return StatePush.moved(state, change);
    }
  }

  /** See {@link #nothing}. */
  record Nothing() implements StatePatch {
    @Override
    public float[] apply(float[] state, float[] source) {
      return state;
    }
  }

  /** See {@link #everything}. */
  record Everything() implements StatePatch {
    @Override
    public float[] apply(float[] state, float[] source) {
      return source;
    }
  }

  /** See {@link #along}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Along(double[][] read, double[][] write) implements StatePatch {
    public Along {
      if (read.length != write.length) {
        throw new IllegalArgumentException(
            "read and write must have as many directions, got "
                + read.length
                + " and "
                + write.length);
      }
    }

    @Override
    public float[] apply(float[] state, float[] source) {
      double[] change = new double[state.length];
      for (int i = 0; i < read.length; i++) {
        double distance = 0;
        for (int k = 0; k < state.length; k++) {
          distance += read[i][k] * ((double) source[k] - state[k]);
        }
        for (int k = 0; k < state.length; k++) change[k] += write[i][k] * distance;
      }
      return StatePush.moved(state, change);
    }
  }
}
