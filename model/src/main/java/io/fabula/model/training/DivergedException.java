package io.fabula.model.training;

import java.util.List;

/**
 * A training met a loss, gradient, weight or sample that is not finite. Nothing that it has made
 * since the last checkpoint is of use, and to go on would only spread the fault.
 */
public final class DivergedException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  /**
   * @param where the update or step, such as {@code update 3}
   * @param what what is not finite and its value, such as {@code the policy loss is NaN}
   * @param settings which settings likely caused it, the likeliest first, such as {@code
   *     learning_rate}; at least one
   */
  public DivergedException(String where, String what, List<String> settings) {
    super("diverged at " + where + ": " + what + "; try a smaller " + advice(settings));
  }

  private static String advice(List<String> settings) {
    String first = settings.get(0);
    return settings.size() == 1
        ? first
        : first + ", or look at " + String.join(", ", settings.subList(1, settings.size()));
  }
}
