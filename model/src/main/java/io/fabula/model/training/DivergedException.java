package io.fabula.model.training;

import java.util.List;

/**
 * A training met a loss, gradient, weight or sample that is not finite. Nothing that it has made
 * since the last checkpoint is of use, and to go on would only spread the fault.
 */
public final class DivergedException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  private final String finding;
  private final List<String> settings;

  /**
   * @param where the update or step, such as {@code update 3}
   * @param what what is not finite and its value, such as {@code the policy loss is NaN}
   * @param settings which settings likely caused it, the likeliest first, such as {@code learning
   *     rate}
   */
  public DivergedException(String where, String what, List<String> settings) {
    super(where + ": " + what + "; likely settings: " + String.join(", ", settings));
    finding = "diverged at " + where + ": " + what;
    this.settings = List.copyOf(settings);
  }

  /** What happened and when, without advice. */
  public String finding() {
    return finding;
  }

  /** The settings that likely caused it, the likeliest first. */
  public List<String> settings() {
    return settings;
  }
}
