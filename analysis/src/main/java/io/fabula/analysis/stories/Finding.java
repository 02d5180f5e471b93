package io.fabula.analysis.stories;

/** Whether something is shown, and if not, why. */
public sealed interface Finding {
  /** Every condition is fulfilled. */
  record Shown() implements Finding {
    @Override
    public String text() {
      return "shown";
    }
  }

  /**
   * A condition is not fulfilled.
   *
   * @param condition the first one
   * @param number the number that it failed by, in words
   */
  record NotShown(Condition condition, String number) implements Finding {
    @Override
    public String text() {
      return "not shown: " + condition.label() + number;
    }
  }

  /** In words. */
  String text();

  /** Whether it is shown. */
  default boolean isShown() {
    return this instanceof Shown;
  }
}
