package io.fabula.analysis.mediation;

import io.fabula.envs.tabular.TabularModel;
import io.fabula.envs.twostage.TwoStageFlat;
import io.fabula.envs.twostage.TwoStageWalk;
import java.util.function.IntPredicate;

/** Policies and events of the TwoStage worlds, by the names that the tables give them. */
final class TwoStageCases {
  static final TabularModel FLAT = new TwoStageFlat().model();
  static final TabularModel WALK = new TwoStageWalk().model();
  static final double[] SOFT_WALK = {.01, .02, .05, .1, .6};

  private TwoStageCases() {}

  /** Flat: an action for either stage, -1 for uniform. */
  static double[] flatPolicy(int first, int second) {
    double[] policy = FLAT.uniformPolicy();
    for (int s = 0; s < FLAT.states(); s++) fix(policy, s, s == 0 ? first : second);
    return policy;
  }

  /** Walk: right in stage 1; an action for stage 2, -1 for uniform. */
  static double[] walkRight(int second) {
    double[] policy = WALK.uniformPolicy();
    for (int s = 0; s < WALK.states(); s++) fix(policy, s, s < 3 ? 1 : second);
    return policy;
  }

  private static void fix(double[] policy, int state, int action) {
    if (action < 0) return;
    for (int each = 0; each < 4; each++) policy[4 * state + each] = each == action ? 1 : 0;
  }

  static double[] flatDetector(IntPredicate event) {
    double[] detector = new double[FLAT.states()];
    for (int s = 1; s < detector.length; s++) detector[s] = event.test(s) ? 1 : 0;
    return detector;
  }

  static double[] softFlat() {
    double[] soft = new double[FLAT.states()];
    for (int s = 0; s < soft.length; s++) {
      soft[s] = s == 0 ? .05 : TwoStageFlat.mediator(s) ? .7 : .1;
    }
    return soft;
  }

  static double fraction(String text) {
    String[] parts = text.split("/");
    return Double.parseDouble(parts[0]) / (parts.length == 2 ? Double.parseDouble(parts[1]) : 1);
  }
}
