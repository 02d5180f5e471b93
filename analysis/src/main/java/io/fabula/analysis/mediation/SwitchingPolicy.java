package io.fabula.analysis.mediation;

import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.TabularModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Exact values of an agent that follows one policy until a detector fires, and another from then
 * on; the second acts already in the state in which it fires.
 *
 * @param before policy until the detector fires, {@code [state, action]}
 * @param after policy from then on
 * @param detector probability of firing per state, within 0..1
 */
@SuppressWarnings("ArrayRecordComponent") // read in place
public record SwitchingPolicy(double[] before, double[] after, double[] detector) {
  /** The expected undiscounted return. */
  public double value(TabularModel model) {
    return new ExactEvaluation(doubled(model), policy(model)).value(1);
  }

  /**
   * What it does to events and to the undiscounted return.
   *
   * @param events probability of firing per state, within 0..1
   */
  public List<EventSums> evaluate(TabularModel model, List<double[]> events) {
    List<double[]> inBoth = new ArrayList<>();
    for (double[] each : events) {
      double[] both = Arrays.copyOf(each, 2 * each.length);
      System.arraycopy(each, 0, both, each.length, each.length);
      inBoth.add(both);
    }
    return new ExactEvaluation(doubled(model), policy(model)).evaluate(inBoth, 1);
  }

  private double[] policy(TabularModel model) {
    int states = model.states();
    int actions = model.actions();
    // states twice: until it fired, and since; actions twice: without and with firing now
    double[] policy = new double[2 * states * 2 * actions];
    for (int s = 0; s < states; s++) {
      for (int a = 0; a < actions; a++) {
        int until = s * 2 * actions;
        int since = (states + s) * 2 * actions;
        policy[until + a] = (1 - detector[s]) * before[s * actions + a];
        policy[until + actions + a] = detector[s] * after[s * actions + a];
        policy[since + actions + a] = after[s * actions + a];
      }
    }
    return policy;
  }

  private static TabularModel doubled(TabularModel model) {
    int states = model.states();
    int actions = model.actions();
    TabularModel.Builder builder =
        new TabularModel.Builder(2 * states, 2 * actions)
            .maximumSteps(model.maximumSteps())
            .rewardDecay(1 - model.rewardScale(1));
    for (int s = 0; s < states; s++) builder.start(s, model.start(s));
    for (int copy = 0; copy < 2; copy++) {
      for (int s = 0; s < states; s++) {
        for (int fires = 0; fires < 2; fires++) {
          int shift = copy == 1 || fires == 1 ? states : 0;
          for (int a = 0; a < actions; a++) {
            for (int o = model.firstOutcome(s, a); o < model.endOfOutcomes(s, a); o++) {
              boolean ends = model.next(o) == TabularModel.END;
              builder.outcome(
                  copy * states + s,
                  fires * actions + a,
                  model.probability(o),
                  model.reward(o),
                  ends ? TabularModel.END : shift + model.next(o));
            }
          }
        }
      }
    }
    return builder.build();
  }
}
