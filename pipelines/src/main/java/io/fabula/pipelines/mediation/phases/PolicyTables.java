package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.objects.ObjectTable;
import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.detectors.DetectorData;
import io.fabula.model.detectors.DetectorNetwork;
import io.fabula.model.detectors.DistinctStates;
import java.util.ArrayList;
import java.util.List;

/** Networks as tables of their probabilities in a world that is a table of all its states. */
public final class PolicyTables {
  private static final int ROWS = 512;

  private final ObjectTable states;
  private final TabularModel table;
  private final int events;
  private final int inputs;

  private PolicyTables(ObjectTable states, ObjectWorlds worlds) {
    this.states = states;
    table = states.table();
    events = worlds.events().size();
    inputs = worlds.make().size(ObjectView.PLANES);
  }

  /**
   * The tables of worlds that are one.
   *
   * @throws IllegalArgumentException if there is no table of these worlds
   */
  public static PolicyTables of(ObjectWorlds worlds) {
    return new PolicyTables(
        worlds
            .table()
            .orElseThrow(() -> new IllegalArgumentException("there is no table of " + worlds)),
        worlds);
  }

  /** The world's states. */
  public ObjectTable states() {
    return states;
  }

  /** The table that policies are evaluated on. */
  public TabularModel table() {
    return table;
  }

  /**
   * A network's policy, {@code [state, action]}.
   *
   * @throws IllegalArgumentException if it remembers, so that states do not tell what it does
   */
  public double[] policy(LearnableNetwork network) {
    if (network.recurrent()) {
      throw new IllegalArgumentException("a policy with memory is not a table of states");
    }
    int count = table.states();
    int actions = table.actions();
    double[] policy = new double[count * actions];
    byte[] shown = new byte[inputs];
    try (ActingPlan plan = network.acting(ROWS)) {
      for (int from = 0; from < count; from += ROWS) {
        int rows = Math.min(ROWS, count - from);
        for (int i = 0; i < rows; i++) {
          states.observe(from + i, ObjectView.PLANES, shown, 0);
          for (int k = 0; k < inputs; k++) plan.inputs()[i * inputs + k] = shown[k];
        }
        plan.run();
        for (int i = 0; i < rows; i++) {
          ActionDistribution.logSoftmax(plan.outputs(), i * actions, actions);
          double sum = 0;
          for (int a = 0; a < actions; a++) {
            double p = StrictMath.exp(plan.outputs()[i * actions + a]);
            policy[(from + i) * actions + a] = p;
            sum += p;
          }
          for (int a = 0; a < actions; a++) policy[(from + i) * actions + a] /= sum;
        }
      }
    }
    return policy;
  }

  /** A detector's probability of firing per state; 0 in states it has not been trained on. */
  public double[] detector(DetectorNetwork network, ObjectView view, byte[] trainedOn) {
    double[] logits = network.logits(trainedOn);
    DistinctStates known = DistinctStates.of(trainedOn, inputs);
    double[] fires = new double[table.states()];
    byte[] shown = new byte[inputs];
    for (int s = 0; s < fires.length; s++) {
      states.observe(s, view, shown, 0);
      int number = known.find(shown);
      if (number != DistinctStates.UNSEEN) fires[s] = DetectorData.sigmoid(logits[number]);
    }
    return fires;
  }

  /** Detectors of the named events, in order. */
  public List<double[]> events() {
    List<double[]> all = new ArrayList<>();
    for (int event = 0; event < events; event++) all.add(states.detector(event));
    return all;
  }
}
