package io.fabula.model.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.Switches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttentionOptimisationsTest {
  /** Single precision sums 102,400 products, in another order. */
  private static final double TOLERANCE = 2e-5;

  @Test
  void eachOptimisationLeavesTheAttentionBlockAsItIs() {
    Map<String, Double> added = added();
    Switches.check(options -> compute(options, added), TOLERANCE);
  }

  /** A gradient that is wrong by a thousandth must not hide behind what cancels in it. */
  @Test
  void whatCancelsLeavesRoomForRoundingAlone() {
    try (AttentionBlock block = new AttentionBlock(PlanOptions.PLAIN)) {
      block.run();
      Map<String, ReferenceOutputs.Trace> tensors = block.evidence().tensors();
      added()
          .forEach(
              (name, size) ->
                  assertThat(TOLERANCE * size).isLessThan(1e-3 * tensors.get(name).norm()));
    }
  }

  private static Map<String, Double> added() {
    try (AttentionBlock block = new AttentionBlock(PlanOptions.PLAIN, true)) {
      block.run();
      return Map.of(
          "layer1.attention", block.addedToAttention(1),
          "layer2.attention", block.addedToAttention(2));
    }
  }

  private static List<Switches.Result> compute(PlanOptions options, Map<String, Double> added) {
    try (AttentionBlock block = new AttentionBlock(options)) {
      block.run();
      ReferenceOutputs evidence = block.evidence();
      List<Switches.Result> results = new ArrayList<>();
      for (double value : evidence.values().values()) {
        // the sum of 102,400 products of output and weight, of about this size together
        double size = evidence.tensors().get("output").norm();
        results.add(new Switches.Result(new float[] {(float) value}, size));
      }
      evidence
          .tensors()
          .forEach(
              (name, trace) ->
                  results.add(
                      new Switches.Result(
                          new float[] {(float) trace.norm(), (float) trace.projection()},
                          added.getOrDefault(name, 0.0))));
      return results;
    }
  }
}
