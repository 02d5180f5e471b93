package io.fabula.model.qpamdp;

import java.util.List;

/**
 * How an agent learns by Q-PAMDP.
 *
 * @param features which numbers of the observation values and parameters hang on
 * @param order of the Fourier basis of the values
 * @param values how values are learned
 * @param parameters how parameters are learned
 * @param schedule how much of each
 * @param evaluation how the agent is judged along the way
 */
public record QPamdpOptions(
    List<Integer> features,
    int order,
    Values values,
    ParameterSearch parameters,
    Schedule schedule,
    Evaluation evaluation) {

  /**
   * SARSA(lambda) with softmax exploration.
   *
   * @param stepSize largest step, above 0; each function of the basis has its share of it
   * @param discount per unit of time, within 0..1; an action that takes n units discounts by its
   *     n-th power
   * @param traceDecay lambda, within 0..1
   * @param temperature of the softmax at the beginning, above 0
   * @param cooling what it is multiplied by after each episode, within (0, 1]
   */
  public record Values(
      double stepSize, double discount, double traceDecay, double temperature, double cooling) {
    /** The settings of the published baseline. */
    public static final Values REFERENCE = new Values(1, 0.999, 0.5, 1, 0.995);

    public Values {
      requireAbove("stepSize", stepSize);
      requireShare("discount", discount);
      requireShare("traceDecay", traceDecay);
      requireAbove("temperature", temperature);
      requireShare("cooling", cooling);
      requireAbove("cooling", cooling);
    }
  }

  /**
   * Episodic natural actor-critic over normal policies, whose means are linear in the features.
   *
   * @param starts mean of each parameter at the beginning, on the scale of -1..1
   * @param variances of each parameter while parameters are learned, on that scale, above 0
   * @param stepSize of the natural gradient, above 0
   * @param ridge of the regression behind it, above 0: features that nearly depend on each other
   *     would let it explode
   */
  public record ParameterSearch(
      List<Double> starts, List<Double> variances, double stepSize, double ridge) {
    public ParameterSearch {
      starts = List.copyOf(starts);
      variances = List.copyOf(variances);
      requireAbove("stepSize", stepSize);
      requireAbove("ridge", ridge);
      variances.forEach(each -> requireAbove("variances", each));
      if (starts.size() != variances.size()) {
        throw new IllegalArgumentException(
            "starts and variances must have one number per parameter, got %d and %d"
                .formatted(starts.size(), variances.size()));
      }
    }
  }

  /**
   * What is learned when.
   *
   * @param initialEpisodes in which values alone are learned, at first
   * @param updates of the parameters
   * @param rollouts episodes behind each update
   * @param relearningEpisodes in which values are learned anew after each update
   */
  public record Schedule(int initialEpisodes, int updates, int rollouts, int relearningEpisodes) {
    /** The settings of the published baseline: 199,000 episodes. */
    public static final Schedule REFERENCE = new Schedule(10_000, 180, 50, 1_000);

    public Schedule {
      requireCount("initialEpisodes", initialEpisodes, 1);
      requireCount("updates", updates, 0);
      requireCount("rollouts", rollouts, 2);
      requireCount("relearningEpisodes", relearningEpisodes, 0);
    }
  }

  /**
   * Greedy episodes along the way, by which the best agent is known.
   *
   * @param every updates from one evaluation to the next
   * @param episodes in each
   * @param firstLevel seed of the first of its levels; the same levels each time
   */
  public record Evaluation(int every, int episodes, int firstLevel) {
    public Evaluation {
      requireCount("every", every, 1);
      requireCount("episodes", episodes, 1);
      requireCount("firstLevel", firstLevel, 0);
    }
  }

  public QPamdpOptions {
    features = List.copyOf(features);
    if (features.isEmpty()) throw new IllegalArgumentException("features must not be empty");
    features.forEach(each -> requireCount("features", each, 0));
    requireCount("order", order, 1);
  }

  private static void requireCount(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, got %d".formatted(name, least, value));
    }
  }

  private static void requireAbove(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be a number above 0, got " + value);
    }
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be within 0..1, got " + value);
    }
  }
}
