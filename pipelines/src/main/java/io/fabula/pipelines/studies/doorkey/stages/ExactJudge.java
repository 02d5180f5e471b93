package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.analysis.mediation.SwitchingPolicy;
import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.model.mlp.MlpNetwork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges policies by dynamic programming on the table of all states.
 *
 * @param exact the table
 * @param successes the same with 1 for the goal
 * @param detectors probability of firing per state
 * @param variable which of them is the study's variable
 */
record ExactJudge(
    ExactDoorKey exact, TabularModel successes, List<double[]> detectors, int variable)
    implements PolicyJudge {
  private double[] table(@Nullable MlpNetwork network) {
    return network == null ? exact.table.uniformPolicy() : exact.policy(network);
  }

  @Override
  public Judged policy(@Nullable MlpNetwork network, int number) {
    double[] policy = table(network);
    List<EventSums> sums = new ExactEvaluation(exact.table, policy).evaluate(detectors, 1);
    return new Judged(new ExactEvaluation(successes, policy).value(1), sums.get(0).value(), sums);
  }

  @Override
  public Judged informed(MlpNetwork before, MlpNetwork after) {
    double[] until = table(before);
    double[] since = table(after);
    double[] fires = detectors.get(variable);
    return new Judged(
        SwitchingPolicy.value(successes, until, since, fires),
        SwitchingPolicy.value(exact.table, until, since, fires),
        List.of());
  }
}
