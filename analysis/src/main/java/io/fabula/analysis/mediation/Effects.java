package io.fabula.analysis.mediation;

import io.fabula.envs.tabular.EventSums;

/**
 * The natural effects of changing from a reference policy to a target policy, with an event Z as
 * the mediator (Pearl 2001; binary Z, saturated models). {@code TE = NDE(x -> x') - NIE(x' -> x)}
 * holds exactly, also on estimates.
 *
 * <p>Reading the indirect effect as causal needs that nothing confounds Z and Y given the policy;
 * inside an episode that is generally untrue, so it is a well-defined target rather than an
 * identified effect.
 *
 * @param reference expectations under the reference policy
 * @param target expectations under the target policy, of the same event
 */
public record Effects(EventSums reference, EventSums target) {
  /** Nearer to 0 or 1 than this, P(Z = 1) under the reference leaves too little to compare. */
  public static final double MARGIN = 0.02;

  /** The natural indirect effect: through Z alone. */
  public double indirect() {
    return reference.indirectEffect(target);
  }

  /** The natural direct effect: with Z distributed as under the reference. */
  public double direct() {
    return reference.directEffect(target);
  }

  /** E[Y] under the target less E[Y] under the reference. */
  public double total() {
    return reference.totalEffect(target);
  }

  /** The predictive factor of the indirect effect: E[Y | Z = 1] - E[Y | Z = 0], reference. */
  public double predictive() {
    return reference.meanFired() - reference.meanUnfired();
  }

  /** The manipulable factor of the indirect effect: how much more often Z happens. */
  public double manipulable() {
    return target.fired() - reference.fired();
  }

  /** The effects of changing back. */
  public Effects reversed() {
    return new Effects(target, reference);
  }

  /** Whether both conditional means of the reference exist; if not, 0 stands for the other. */
  public boolean defined() {
    return reference.defined();
  }

  /** Whether both outcomes of Z are common enough under the reference to rank variables by. */
  public boolean rankable() {
    double fired = reference.fired();
    return fired > MARGIN && fired < 1 - MARGIN;
  }
}
