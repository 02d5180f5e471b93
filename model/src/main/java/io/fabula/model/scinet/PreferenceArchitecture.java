package io.fabula.model.scinet;

import io.fabula.model.graph.memory.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sizes of a network that gives the preference h(s, a) of an action in a state: observation and
 * one-hot action as input, hidden layers with relu, and the sum of the last one's units plus 1 as
 * output (an output layer whose weights and bias are all 1 and do not train). So h is at least 1.
 *
 * @param observation numbers per observation
 * @param actions number of actions, at least 2
 * @param hidden units of the hidden layers; published 128, 128, 128, 128, 64, 32
 */
public record PreferenceArchitecture(int observation, int actions, List<Integer> hidden) {
  /** Published hidden layers. */
  public static final List<Integer> PUBLISHED = List.of(128, 128, 128, 128, 64, 32);

  private static final String NAME = "hidden";

  public PreferenceArchitecture {
    hidden = List.copyOf(hidden);
    if (observation < 1 || actions < 2) {
      throw new IllegalArgumentException(
          "needs an observation of at least 1 number and at least 2 actions, got "
              + observation
              + " and "
              + actions);
    }
    if (hidden.isEmpty()) throw new IllegalArgumentException("hidden must not be empty");
    new DenseStack(NAME, observation + actions, hidden);
  }

  DenseStack stack() {
    return new DenseStack(NAME, observation + actions, hidden);
  }

  /** Names and shapes of the trained parameters, in order. */
  public Map<String, Shape> parameters() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    stack().declare(shapes);
    return shapes;
  }

  /** Number of trained parameters. */
  public int trained() {
    return parameters().values().stream().mapToInt(Shape::size).sum();
  }

  /** Number of parameters of the output layer, which do not train. */
  public int frozen() {
    return stack().output() + 1;
  }
}
