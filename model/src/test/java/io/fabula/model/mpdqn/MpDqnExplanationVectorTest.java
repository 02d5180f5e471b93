package io.fabula.model.mpdqn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.vectors.Closeness;
import io.fabula.model.vectors.VectorFile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Importance of features as recorded, and what holds for every network. */
class MpDqnExplanationVectorTest {
  @Test
  void importanceIsThatRecorded() {
    JsonNode cases = VectorFile.read("platform/explain.json").get("cases");
    for (JsonNode c : VectorFile.list(cases, "explanation")) {
      try (MpDqnNetwork network = network(c);
          ValueGradient total = new ValueGradient(network, ValueGradient.Mode.TOTAL, 1);
          ValueGradient partial = new ValueGradient(network, ValueGradient.Mode.PARTIAL, 1)) {
        float[] state = VectorFile.floats(c.get("state"));
        FeatureImportance explained = FeatureImportance.of(total, state);
        assertThat(explained.action()).isEqualTo(c.get("action").intValue());
        MpDqnVectors.same("values", explained.values(), c.get("q_values"));
        MpDqnVectors.same("parameters", explained.parameters(), c.get("action_parameters"));
        MpDqnVectors.same("total", explained.gradient(), c.get("grad_total"));
        MpDqnVectors.same(
            "partial",
            FeatureImportance.of(partial, state).gradient(),
            c.get("grad_partial_params_held_fixed"));
        double[] expected = VectorFile.doubles(c.get("feature_importance"));
        assertThat(explained.importance()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
          Closeness.near("importance " + i, explained.importance()[i], expected[i], 1e-4);
        }
        assertThat(Arrays.stream(explained.importance()).max()).hasValue(1);
        assertThat(DoubleStream.of(explained.importance()).min().orElseThrow())
            .isGreaterThanOrEqualTo(0);
      }
    }
  }

  private static MpDqnNetwork network(JsonNode c) {
    int actions = c.get("q_values").size();
    List<Integer> sizes =
        DoubleStream.of(VectorFile.doubles(c.get("q_values"))).mapToObj(each -> 1).toList();
    assertThat(c.get("action_parameters").size()).isEqualTo(actions);
    return MpDqnVectors.network(
        ValueForm.MULTI_PASS, c.get("q_layers"), c.get("param_actor_layers"), sizes);
  }

  @Test
  void importanceDoesNotHangOnTheScaleOfValues() {
    JsonNode c = VectorFile.read("platform/explain.json").get("cases").get(0);
    try (MpDqnNetwork network = network(c);
        ValueGradient total = new ValueGradient(network, ValueGradient.Mode.TOTAL, 1)) {
      float[] state = VectorFile.floats(c.get("state"));
      double[] before = FeatureImportance.of(total, state).importance();
      for (String name : network.values().names()) {
        if (!network.architecture().isOutput(name)) continue;
        float[] weights = network.values().get(name);
        for (int i = 0; i < weights.length; i++) weights[i] *= 8; // exact in binary
        network.values().set(name, weights);
      }
      assertThat(FeatureImportance.of(total, state).importance()).containsExactly(before);
    }
  }

  @Test
  void noGradientGivesZerosAndIsSaid() {
    JsonNode c = VectorFile.read("platform/explain.json").get("cases").get(0);
    try (MpDqnNetwork network = network(c);
        ValueGradient total = new ValueGradient(network, ValueGradient.Mode.TOTAL, 1)) {
      for (String name : network.values().names()) {
        network.values().set(name, new float[network.values().get(name).length]);
      }
      FeatureImportance explained = FeatureImportance.of(total, VectorFile.floats(c.get("state")));
      assertThat(explained.flat()).isTrue();
      assertThat(explained.importance()).containsOnly(0);
    }
  }
}
