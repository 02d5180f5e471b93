package io.fabula.model.mpdqn;

import io.fabula.model.graph.Gradients;

/**
 * The learning rule of one update.
 *
 * @param batch transitions, at least 1
 * @param discount within 0..1
 * @param valueRate Adam's learning rate of the values, above 0
 * @param actorRate Adam's learning rate of the proposed parameters, above 0
 * @param valueTargetRate part of the way that the values' target moves at each update, within (0,
 *     1]
 * @param actorTargetRate the same for the parameters' target
 * @param clipNorm longest gradient of each network, or 0 for any
 * @param returnMix share of the episode's own discounted return in the target, within 0..1; above 0
 *     transitions are learned from only when their episode has ended
 * @param objective what proposed parameters climb
 */
public record MpDqnLearning(
    int batch,
    double discount,
    double valueRate,
    double actorRate,
    double valueTargetRate,
    double actorTargetRate,
    double clipNorm,
    double returnMix,
    ActorObjective objective) {
  /** The settings of Bester et al. 2019 for Platform. */
  public static final MpDqnLearning REFERENCE =
      new MpDqnLearning(128, 0.9, 1e-3, 1e-4, 0.1, 0.001, 10, 0, ActorObjective.SUM);

  /** The settings of a smaller public project: a slower target, no clipping. */
  public static final MpDqnLearning SLOW_TARGET =
      new MpDqnLearning(128, 0.9, 1e-3, 1e-4, 0.01, 0.001, 0, 0, ActorObjective.SUM);

  public MpDqnLearning {
    if (batch < 1) throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    requireWithin("discount", discount, 0, 1);
    requireAbove("valueRate", valueRate);
    requireAbove("actorRate", actorRate);
    requireAbove("valueTargetRate", valueTargetRate);
    requireAbove("actorTargetRate", actorTargetRate);
    requireWithin("valueTargetRate", valueTargetRate, 0, 1);
    requireWithin("actorTargetRate", actorTargetRate, 0, 1);
    requireWithin("clipNorm", clipNorm, 0, Double.MAX_VALUE);
    requireWithin("returnMix", returnMix, 0, 1);
  }

  private static void requireWithin(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          "%s must be within %s..%s, got %s".formatted(name, low, high, value));
    }
  }

  private static void requireAbove(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be a number above 0, got " + value);
    }
  }

  /** Clips a network's gradients where there is a bound; their length before. */
  double clip(Gradients gradients) {
    return clipNorm > 0 ? gradients.clipNorm(clipNorm) : gradients.norm();
  }
}
