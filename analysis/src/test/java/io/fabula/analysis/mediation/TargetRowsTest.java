package io.fabula.analysis.mediation;

import static io.fabula.analysis.mediation.TwoStageCases.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.model.actorcritic.VTrace;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Generalised V-trace targets; specification of mediation, section 2.4. */
class TargetRowsTest {
  @Test
  void onePolicysTargetsAreItsReturnsAndProducts() {
    double[] rewards = {0, 1, 0.5, 2};
    boolean[] done = {false, false, true, false};
    double[] fires = {0.1, 0.2, 0.3, 0.4};
    TargetRows rows = new TargetRows(rewards, done, fires, 0.9);
    double[] values = {0.3, 0.6, 0.2, 0.5};
    double[] same = {1, 1, 1, 1};
    double[] v = VTrace.of(rows.value(), values, 0.7, same, VTrace.Caps.ONE).targets();
    close(v, 0.9 * (1 + 0.9 * 0.5), 1 + 0.9 * 0.5, 0.5, 2 + 0.9 * 0.7);
    double[] w = VTrace.of(rows.unfired(), values, 0.7, same, VTrace.Caps.ONE).targets();
    close(w, 0.9 * 0.8 * 0.7, 0.8 * 0.7, 0.7, 0.6 * 0.7);
    double[] critic = {0.9, 0.8, 0.7, 0.6};
    double[] n =
        VTrace.of(rows.valueUnfired(critic, 0.55), values, 0.7, same, VTrace.Caps.ONE).targets();
    double n2 = 0.7 * 0.5;
    double n1 = 0.8 * (1 * 0.7 + 0.9 * n2);
    close(n, 0.9 * (0.9 * n1), n1, n2, 0.6 * (2 * 0.55 + 0.9 * 0.7));
  }

  private static void close(double[] actual, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("step %d", i).isCloseTo(expected[i], within(1e-12));
    }
  }

  /** Critics that follow on-policy targets come to the solution of the equations. */
  @Test
  void criticsLearnTheSolutionOfTheEquations() {
    TabularModel model = WALK;
    StateValues exact =
        new GeneralisedBellman(model, model.uniformPolicy(), SOFT_WALK, 0.99).solve();
    int states = model.states();
    double[] v = new double[states];
    double[] w = new double[states];
    double[] n0 = new double[states];
    RandomStream random = new RandomStream(4);
    int steps = 16;
    int state = 0;
    int updates = 40_000;
    double[][] means = new double[3][states]; // of the last three quarters, Polyak and Juditsky
    for (int update = 1; update <= updates; update++) {
      double rate = 1 / Math.sqrt(100 + update);
      int[] visited = new int[steps];
      double[] rewards = new double[steps];
      boolean[] done = new boolean[steps];
      double[] fires = new double[steps];
      for (int k = 0; k < steps; k++) {
        visited[k] = state;
        fires[k] = SOFT_WALK[state];
        int outcome = model.sampleOutcome(state, random.nextInt(4), random.nextDouble());
        rewards[k] = model.reward(outcome);
        done[k] = model.next(outcome) == TabularModel.END;
        state = done[k] ? 0 : model.next(outcome);
      }
      TargetRows rows = new TargetRows(rewards, done, fires, 0.99);
      double[] unfired = at(w, visited);
      double wNext = w[state];
      double[] wTargets = targets(rows.unfired(), unfired, wNext);
      double[] value = at(v, visited);
      double[] vTargets = targets(rows.value(), value, v[state]);
      double[] valueUnfired = at(n0, visited);
      double[] nTargets = targets(rows.valueUnfired(unfired, wNext), valueUnfired, n0[state]);
      for (int k = 0; k < steps; k++) {
        v[visited[k]] += rate * (vTargets[k] - value[k]);
        w[visited[k]] += rate * (wTargets[k] - unfired[k]);
        n0[visited[k]] += rate * (nTargets[k] - valueUnfired[k]);
      }
      if (update <= updates / 4) continue;
      for (int s = 0; s < states; s++) {
        means[0][s] += v[s] / (0.75 * updates);
        means[1][s] += w[s] / (0.75 * updates);
        means[2][s] += n0[s] / (0.75 * updates);
      }
    }
    // about 20,000 episodes pass each state: four standard errors of V, more of the others
    for (int s = 0; s < states; s++) {
      assertThat(means[0][s]).as("V of %d", s).isCloseTo(exact.value(s), within(0.04));
      assertThat(means[1][s]).as("W of %d", s).isCloseTo(exact.unfired(s), within(0.02));
      assertThat(means[2][s]).as("N0 of %d", s).isCloseTo(exact.valueUnfired(s), within(0.02));
    }
  }

  private static double[] at(double[] table, int[] states) {
    return Arrays.stream(states).mapToDouble(s -> table[s]).toArray();
  }

  private static double[] targets(VTrace.Row row, double[] values, double bootstrap) {
    double[] same = new double[values.length];
    Arrays.fill(same, 1);
    return VTrace.of(row, values, bootstrap, same, VTrace.Caps.ONE).targets();
  }
}
