package io.fabula.model.trajectories;

/**
 * Trajectories of some things, as many of each.
 *
 * @param things how many there are
 * @param each trajectories of a thing
 * @param states of a trajectory, at least 2
 * @param numbers of a state
 * @param values {@code [things, each, states, numbers]}
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Trajectories(int things, int each, int states, int numbers, float[] values) {
  public Trajectories {
    if (things < 1 || each < 1 || states < 2 || numbers < 1) {
      throw new IllegalArgumentException(
          "things, each and numbers must be at least 1 and states at least 2, got %d, %d, %d and %d"
              .formatted(things, each, numbers, states));
    }
    long wanted = (long) things * each * states * numbers;
    if (values.length != wanted) {
      throw new IllegalArgumentException(
          "values must be " + wanted + " numbers, got " + values.length);
    }
  }

  /** Those of some things, in the order in which they are named. */
  public Trajectories of(int... chosen) {
    int width = each * states * numbers;
    float[] some = new float[chosen.length * width];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * width, some, i * width, width);
    }
    return new Trajectories(chosen.length, each, states, numbers, some);
  }

  /** The first trajectories of every thing. */
  public Trajectories first(int fewer) {
    int width = states * numbers;
    float[] some = new float[things * fewer * width];
    for (int i = 0; i < things; i++) {
      System.arraycopy(values, i * each * width, some, i * fewer * width, fewer * width);
    }
    return new Trajectories(things, fewer, states, numbers, some);
  }

  /**
   * Copies a trajectory into a batch whose outermost axis is time.
   *
   * @param target {@code [states, rows, numbers]}
   */
  void copy(int thing, int trajectory, float[] target, int row, int rows) {
    int from = (thing * each + trajectory) * states * numbers;
    for (int t = 0; t < states; t++) {
      System.arraycopy(values, from + t * numbers, target, (t * rows + row) * numbers, numbers);
    }
  }
}
