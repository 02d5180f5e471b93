package io.fabula.envs.tabular;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Exact expectations of a policy in a {@link TabularModel}: the distribution over states is carried
 * forward step by step, once for all episodes and once per detector for those in which it has not
 * fired, together with what those have earned.
 *
 * <p>Detectors are evaluated on each state before acting, and not on the state in which an episode
 * ends or is cut off (Herlau and Larsen 2022, generalised Bellman equations, in forward form).
 */
public final class ExactEvaluation {
  /** Episodes without a step limit are followed until less than this share of them goes on. */
  private static final double NEGLIGIBLE_MASS = 1e-17;

  private final PolicyChain chain;
  private final TabularModel model;

  /**
   * Prepares a policy.
   *
   * @param policy probabilities {@code [state, action]}, row by row
   */
  public ExactEvaluation(TabularModel model, double[] policy) {
    if (policy.length != model.states() * model.actions()) {
      throw new IllegalArgumentException(
          "a policy needs "
              + model.states() * model.actions()
              + " probabilities, got "
              + policy.length);
    }
    this.model = model;
    chain = PolicyChain.of(model, policy);
  }

  /**
   * The expected return.
   *
   * @param discount factor per step, within 0..1
   */
  public double value(double discount) {
    return evaluate(List.of(new double[model.states()]), discount).get(0).value();
  }

  /** {@link #evaluate(List, double)} for one detector and an undiscounted return. */
  public EventSums evaluate(double[] detector) {
    return evaluate(List.of(detector), 1).get(0);
  }

  /**
   * The expectations of several detectors in one pass.
   *
   * @param detectors each gives for every state the probability of firing there, within 0..1
   * @param discount factor per step, within 0..1
   * @return one result per detector, in order
   */
  public List<EventSums> evaluate(List<double[]> detectors, double discount) {
    int count = detectors.size();
    double[] keep = keepFactors(detectors);
    // what has been earned need not be carried where only the last step pays
    int channels = chain.paysBeforeTheEnd() ? 1 + 2 * count : 1 + count;
    double[] mass = startMass(count, channels);
    double[] following = new double[mass.length];
    double[] ended = new double[1 + 2 * count];
    double value = 0;
    double factor = 1;
    for (int t = 1; model.maximumSteps() == 0 || t <= model.maximumSteps(); t++) {
      Arrays.fill(following, 0);
      value += advance(mass, following, channels, ended, keep, factor * model.rewardScale(t));
      factor *= discount;
      double[] held = mass;
      mass = following;
      following = held;
      if (remaining(mass, channels) < NEGLIGIBLE_MASS) break;
    }
    for (int i = 0; i < mass.length; i++) ended[i % channels] += mass[i];
    List<EventSums> results = new ArrayList<>();
    for (int d = 0; d < count; d++) {
      results.add(new EventSums(value, ended[1 + d], ended[1 + count + d]));
    }
    return results;
  }

  /**
   * Carries all masses one step on. Channel 0 is the probability of a state; for detector d of n,
   * channel 1 + d is that of being there unfired, and channel 1 + n + d, where it is carried, the
   * return earned so far on that event.
   *
   * @return the expected reward of the step, weighted
   */
  private double advance(
      double[] mass,
      double[] following,
      int channels,
      double[] ended,
      double[] keep,
      double rewardWeight) {
    int count = ended.length / 2;
    double[] kept = new double[channels];
    double value = 0;
    for (int i = 0; i < chain.states(); i++) {
      int at = i * channels;
      if (mass[at] == 0) continue;
      kept[0] = mass[at];
      for (int c = 1, d = 0; c < channels; c++) {
        kept[c] = keep[i * count + d] * mass[at + c];
        if (++d == count) d = 0;
      }
      for (int edge = chain.firstEdge()[i]; edge < chain.firstEdge()[i + 1]; edge++) {
        double p = chain.probability()[edge];
        double earned = chain.reward()[edge] * rewardWeight;
        value += p * earned * kept[0];
        boolean ends = chain.next()[edge] == TabularModel.END;
        double[] target = ends ? ended : following;
        int to = ends ? 0 : chain.next()[edge] * channels;
        for (int c = 0; c < channels; c++) target[to + c] += p * kept[c];
        if (earned == 0) continue;
        for (int d = 0; d < count; d++) target[to + 1 + count + d] += p * earned * kept[1 + d];
      }
    }
    return value;
  }

  private double[] startMass(int count, int channels) {
    double[] mass = new double[chain.states() * channels];
    for (int i = 0; i < chain.states(); i++) {
      double p = model.start(chain.modelState()[i]);
      for (int c = 0; c <= count; c++) mass[i * channels + c] = p;
    }
    return mass;
  }

  private double[] keepFactors(List<double[]> detectors) {
    double[] keep = new double[chain.states() * detectors.size()];
    for (int d = 0; d < detectors.size(); d++) {
      double[] detector = detectors.get(d);
      if (detector.length != model.states()) {
        throw new IllegalArgumentException(
            "a detector needs " + model.states() + " values, got " + detector.length);
      }
      for (int i = 0; i < chain.states(); i++) {
        keep[i * detectors.size() + d] = 1 - detector[chain.modelState()[i]];
      }
    }
    return keep;
  }

  private static double remaining(double[] mass, int channels) {
    double sum = 0;
    for (int at = 0; at < mass.length; at += channels) sum += mass[at];
    return sum;
  }
}
