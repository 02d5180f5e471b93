package io.fabula.model.sets.interventions;

import io.fabula.envs.ActionSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a change of the set changes for the members that stay, which is not what they lose or gain
 * by sharing their probability with one less or more.
 *
 * @param change of the set
 * @param probability change of each member's probability; NaN for one that is gone
 * @param share change of each member's probability among the members that stay, whatever the one
 *     that goes or comes gets: 0 for an agent that judges each member alone; NaN for one that is
 *     gone
 * @param value change of the predicted value
 */
@SuppressWarnings("ArrayRecordComponent") // numbers handed over, never compared
public record SetEffect(SetChange change, double[] probability, double[] share, double value) {
  /**
   * Measures changes of one set in one state.
   *
   * @param judge the agent in the state
   */
  public static List<SetEffect> measure(SetJudge judge, ActionSet set, List<SetChange> changes) {
    List<ActionSet> sets = new ArrayList<>(List.of(set));
    for (SetChange each : changes) sets.add(each.in(set));
    List<SetJudgement> judged = judge.judge(sets);
    List<SetEffect> effects = new ArrayList<>();
    for (int c = 0; c < changes.size(); c++) {
      effects.add(between(judged.get(0), judged.get(c + 1), changes.get(c)));
    }
    return effects;
  }

  private static SetEffect between(SetJudgement before, SetJudgement after, SetChange change) {
    int size = before.probabilities().length;
    int[] places = change.places(size);
    double staying = 0;
    double stayed = 0;
    for (int i = 0; i < size; i++) {
      if (places[i] < 0) continue;
      staying += before.probabilities()[i];
      stayed += after.probabilities()[places[i]];
    }
    double[] probability = new double[size];
    double[] share = new double[size];
    Arrays.fill(probability, Double.NaN);
    Arrays.fill(share, Double.NaN);
    for (int i = 0; i < size; i++) {
      if (places[i] < 0) continue;
      double was = before.probabilities()[i];
      double is = after.probabilities()[places[i]];
      probability[i] = is - was;
      share[i] = is / stayed - was / staying;
    }
    return new SetEffect(change, probability, share, after.value() - before.value());
  }
}
