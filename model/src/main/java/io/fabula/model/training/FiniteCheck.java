package io.fabula.model.training;

import io.fabula.model.graph.Parameters;
import java.util.List;

/**
 * Stops a training at the first value that is not finite.
 *
 * @param settings which settings likely cause such values, the likeliest first
 */
public record FiniteCheck(List<String> settings) {
  public FiniteCheck {
    settings = List.copyOf(settings);
    if (settings.isEmpty()) throw new IllegalArgumentException("settings must not be empty");
  }

  /**
   * Requires one number to be finite.
   *
   * @param where the update or step, such as {@code update 3}
   * @param what its name, such as {@code policy loss}
   * @throws DivergedException if it is not
   */
  public void number(String where, String what, double value) {
    if (!Double.isFinite(value)) {
      throw new DivergedException(where, "the " + what + " is " + value, settings);
    }
  }

  /**
   * Requires all of an array to be finite.
   *
   * @throws DivergedException if one is not; the message names the first
   */
  public void numbers(String where, String what, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DivergedException(
            where, "the " + what + " holds " + values[i] + " at " + i, settings);
      }
    }
  }

  /**
   * Requires all of a network's weights to be finite.
   *
   * @throws DivergedException if one is not; the message names its tensor
   */
  public void weights(String where, Parameters parameters) {
    String name = parameters.firstNotFinite();
    if (name != null) {
      throw new DivergedException(where, "the weights " + name + " are not finite", settings);
    }
  }
}
