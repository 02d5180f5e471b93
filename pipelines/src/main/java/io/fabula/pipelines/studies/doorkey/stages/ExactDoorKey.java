package io.fabula.pipelines.studies.doorkey.stages;

import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.doorkey.DoorKeyModel;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.detectors.DetectorData;
import io.fabula.model.detectors.DetectorNetwork;
import io.fabula.model.detectors.DistinctStates;
import io.fabula.model.mlp.MlpNetwork;
import java.util.ArrayList;
import java.util.List;

/** DoorKey as a table, with networks as tables of their probabilities. */
final class ExactDoorKey {
  private static final int ROWS = 512;

  final DoorKeyModel model;
  final TabularModel table;
  private final int inputs;

  ExactDoorKey(int size) {
    model = new DoorKeyModel(size);
    table = model.table();
    inputs = Agents.world(size).spec().observations().size();
  }

  /** A network's policy, {@code [state, action]}. */
  double[] policy(MlpNetwork network) {
    int states = table.states();
    int actions = table.actions();
    double[] policy = new double[states * actions];
    byte[] shown = new byte[inputs];
    try (ActingPlan plan = network.acting(ROWS)) {
      for (int from = 0; from < states; from += ROWS) {
        int count = Math.min(ROWS, states - from);
        for (int i = 0; i < count; i++) {
          model.observe(from + i, DoorKeyView.PLANES, shown, 0);
          for (int k = 0; k < inputs; k++) plan.inputs()[i * inputs + k] = shown[k];
        }
        plan.run();
        for (int i = 0; i < count; i++) {
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
  double[] detector(DetectorNetwork network, DoorKeyView view, byte[] trainedOn) {
    double[] logits = network.logits(trainedOn);
    DistinctStates known = DistinctStates.of(trainedOn, inputs);
    double[] fires = new double[table.states()];
    byte[] shown = new byte[inputs];
    for (int s = 0; s < fires.length; s++) {
      model.observe(s, view, shown, 0);
      int number = known.find(shown);
      if (number != DistinctStates.UNSEEN) fires[s] = DetectorData.sigmoid(logits[number]);
    }
    return fires;
  }

  /** Detectors of the named events, in order. */
  List<double[]> events() {
    List<double[]> events = new ArrayList<>();
    for (DoorKeyEvent event : DoorKeyEvent.values()) events.add(model.detector(event));
    return events;
  }
}
