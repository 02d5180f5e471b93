package io.fabula.pipelines.mediation.phases;

import io.fabula.analysis.mediation.SwitchingPolicy;
import io.fabula.envs.tabular.EventSums;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.model.agents.LearnableNetwork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges policies by dynamic programming on the table of all states.
 *
 * @param exact the table
 * @param successes the same with 1 for completing the task
 * @param detectors probability of firing per state
 * @param variable which of them is the study's variable
 */
record ExactJudge(
    PolicyTables exact, TabularModel successes, List<double[]> detectors, int variable)
    implements PolicyJudge {
  private double[] table(@Nullable LearnableNetwork network) {
    return network == null ? exact.table().uniformPolicy() : exact.policy(network);
  }

  @Override
  public Judged policy(@Nullable LearnableNetwork network, int number) {
    double[] policy = table(network);
    List<EventSums> sums = new ExactEvaluation(exact.table(), policy).evaluate(detectors, 1);
    return new Judged(new ExactEvaluation(successes, policy).value(1), sums.get(0).value(), sums);
  }

  @Override
  public Judged informed(LearnableNetwork before, LearnableNetwork after) {
    double[] fires = detectors.get(variable);
    SwitchingPolicy switching = new SwitchingPolicy(table(before), table(after), fires);
    List<EventSums> sums = switching.evaluate(exact.table(), detectors);
    return new Judged(switching.value(successes), sums.get(0).value(), sums);
  }
}
