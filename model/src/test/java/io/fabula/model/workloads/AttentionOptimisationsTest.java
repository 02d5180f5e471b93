package io.fabula.model.workloads;

import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.Switches;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionOptimisationsTest {
  @Test
  void eachOptimisationLeavesTheAttentionBlockAsItIs() {
    // single precision sums 102,400 products, in another order
    Switches.check(AttentionOptimisationsTest::compute, 2e-5);
  }

  private static List<float[]> compute(PlanOptions options) {
    try (AttentionBlock block = new AttentionBlock(options)) {
      block.run();
      Evidence evidence = block.evidence();
      List<float[]> results = new ArrayList<>();
      for (double value : evidence.values().values()) results.add(new float[] {(float) value});
      for (Evidence.Trace trace : evidence.tensors().values()) {
        results.add(new float[] {(float) trace.norm(), (float) trace.projection()});
      }
      return results;
    }
  }
}
