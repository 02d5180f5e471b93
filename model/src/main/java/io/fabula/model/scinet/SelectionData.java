package io.fabula.model.scinet;

/**
 * First decisions of one agent: states, actions and the returns that followed. Rows of an action
 * that was not good have the target 0.
 *
 * @param states numbers of states, {@code [rows]}
 * @param actions {@code [rows]}
 * @param targets {@code [rows]}
 * @param episodes played to make the rows
 * @param skipped states in which all actions were equally preferred and which gave no row of an
 *     action that was not good
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public record SelectionData(
    int[] states, int[] actions, double[] targets, long episodes, long skipped) {
  public SelectionData {
    if (states.length == 0 || actions.length != states.length || targets.length != states.length) {
      throw new IllegalArgumentException(
          "data need as many states as actions and targets and at least 1, got %d, %d and %d"
              .formatted(states.length, actions.length, targets.length));
    }
  }

  /** Number of rows. */
  public int rows() {
    return states.length;
  }

  /** Share of rows whose target is 0. */
  public double zeroShare() {
    int zeros = 0;
    for (double target : targets) if (target == 0) zeros++;
    return (double) zeros / rows();
  }

  /** Mean target. */
  public double mean() {
    double sum = 0;
    for (double target : targets) sum += target;
    return sum / rows();
  }
}
