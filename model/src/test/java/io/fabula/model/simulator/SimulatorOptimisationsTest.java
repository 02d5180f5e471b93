package io.fabula.model.simulator;

import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.Switches;
import io.fabula.model.workloads.ReferenceOutputs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorOptimisationsTest {
  @Test
  void eachOptimisationLeavesTheSimulatorsTrainingAsItIs() {
    // 8 unrolled steps of sums in single precision, in another order
    Switches.check(SimulatorOptimisationsTest::train, 1e-4);
  }

  /** All losses, and of each gradient its norm and its projection on a fixed direction. */
  private static List<Switches.Result> train(PlanOptions options) {
    try (SimulatorStep step = SimulatorStep.mini(3, options)) {
      step.run();
      ReferenceOutputs evidence = step.evidence();
      List<Switches.Result> results = new ArrayList<>();
      for (double value : evidence.values().values())
        results.add(Switches.Result.of((float) value));
      for (ReferenceOutputs.Trace trace : evidence.tensors().values()) {
        results.add(Switches.Result.of((float) trace.norm(), (float) trace.projection()));
      }
      return results;
    }
  }
}
