package io.fabula.envs.tabular;

/**
 * What one policy does to an event Z and to the return Y, as three expectations from which every
 * effect of mediation analysis follows.
 *
 * <p>Z = 1 if a detector fires at least once on the states of an episode before its end. Effects go
 * from a reference policy x to a target policy x'. Reading them as causal needs that nothing
 * confounds Z and Y given the policy; inside an episode that is generally untrue, so they are
 * well-defined targets rather than identified effects.
 *
 * @param value V = E[Y]
 * @param unfired W = P(Z = 0)
 * @param valueUnfired N0 = E[Y 1{Z = 0}]
 */
public record EventSums(double value, double unfired, double valueUnfired) {
  /** An event of a smaller probability counts as one that cannot happen. */
  public static final double SMALLEST_PROBABILITY = 1e-12;

  /** Whether E[Y | Z = 0] and E[Y | Z = 1] both exist. */
  public boolean defined() {
    return unfired >= SMALLEST_PROBABILITY && fired() >= SMALLEST_PROBABILITY;
  }

  /** P(Z = 1). */
  public double fired() {
    return 1 - unfired;
  }

  /** E[Y | Z = 0], or 0 if Z = 0 cannot happen. */
  public double meanUnfired() {
    return unfired >= SMALLEST_PROBABILITY ? valueUnfired / unfired : 0;
  }

  /** E[Y | Z = 1], or 0 if Z = 1 cannot happen. */
  public double meanFired() {
    return fired() >= SMALLEST_PROBABILITY ? (value - valueUnfired) / fired() : 0;
  }

  /** The natural indirect effect of going from this policy to {@code target}: through Z alone. */
  public double indirectEffect(EventSums target) {
    return (meanFired() - meanUnfired()) * (target.fired() - fired());
  }

  /** The natural direct effect of going from this policy to {@code target}: with Z held. */
  public double directEffect(EventSums target) {
    return (target.meanUnfired() - meanUnfired()) * unfired
        + (target.meanFired() - meanFired()) * fired();
  }

  /** E[Y] under {@code target} less E[Y] under this policy. */
  public double totalEffect(EventSums target) {
    return target.value - value;
  }
}
