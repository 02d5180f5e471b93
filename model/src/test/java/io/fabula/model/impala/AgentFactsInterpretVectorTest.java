package io.fabula.model.impala;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Initialisation;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.weights.ParameterShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sizes, names, starting values and frame arithmetic that the original fixes. */
class AgentFactsInterpretVectorTest {
  private static final ImpalaArchitecture PAPER = ImpalaArchitecture.paper();

  @Test
  void namesParametersInTheOriginalsOrder() {
    for (boolean recurrent : new boolean[] {true, false}) {
      List<ParameterShape> expected = new ArrayList<>();
      String net = recurrent ? "agent" : "agent_nonrecurrent";
      for (JsonNode tensor : InterpretVectors.file("parameter_order.json").get("tensors")) {
        if (!tensor.get("net").asText().equals(net)) continue;
        List<Integer> shape = new ArrayList<>();
        for (JsonNode axis : tensor.get("shape")) shape.add(axis.asInt());
        assertThat(tensor.get("k").asInt()).isEqualTo(expected.size());
        expected.add(new ParameterShape(tensor.get("name").asText(), shape));
      }
      assertThat(expected).isNotEmpty();
      assertThat(PAPER.withRecurrent(recurrent).parameters()).isEqualTo(expected);
    }
  }

  @Test
  void has254800ParametersAtPaperSize() {
    assertThat(PAPER.parameterCount()).isEqualTo(254_800);
    try (ImpalaNetwork network = ImpalaNetwork.create(PAPER, 1)) {
      assertThat(network.parameters().count()).isEqualTo(254_800);
    }
  }

  @Test
  void startsConvolutionsWithinTheXavierBound() {
    ParameterShape first = PAPER.parameters().get(1);
    assertThat(ImpalaInitialisation.xavierBound(first)).isCloseTo(0.187317, within(1e-6));
    float[] values = ImpalaInitialisation.draw(PAPER, first, 5);
    double largest = 0;
    double squares = 0;
    for (float each : values) {
      largest = Math.max(largest, Math.abs(each));
      squares += (double) each * each;
    }
    assertThat(largest).isLessThanOrEqualTo(0.187318).isGreaterThan(0.18);
    assertThat(squares / values.length).isCloseTo(0.187317 * 0.187317 / 3, within(0.0015));
  }

  @Test
  void startsThePolicyHeadWithOrthogonalRowsOfLengthOneHundredth() {
    float[] head =
        ImpalaInitialisation.draw(
            PAPER, new ParameterShape("fc_policy.weight", List.of(15, 64)), 5);
    for (int i = 0; i < 15; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int k = 0; k < 64; k++) dot += (double) head[i * 64 + k] * head[j * 64 + k];
        assertThat(dot).isCloseTo(i == j ? 1e-4 : 0, within(1e-9));
      }
    }
    assertThat(
            ImpalaInitialisation.draw(PAPER, new ParameterShape("fc_policy.bias", List.of(15)), 5))
        .containsOnly(0f);
  }

  @Test
  void startsTallMatricesWithOrthogonalColumns() {
    float[] tall = Initialisation.orthogonal(Shape.of(5, 3), 2, new RandomStream(1));
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int k = 0; k < 5; k++) dot += (double) tall[k * 3 + i] * tall[k * 3 + j];
        assertThat(dot).isCloseTo(i == j ? 4 : 0, within(1e-5));
      }
    }
  }

  @Test
  void startsTheGruUniformlyWithinOneEighth() {
    for (String name : List.of("weight_ih_l0", "weight_hh_l0")) {
      float[] values =
          ImpalaInitialisation.draw(
              PAPER, new ParameterShape("gru.gru." + name, List.of(192, 64)), 5);
      double largest = 0;
      for (float each : values) largest = Math.max(largest, Math.abs(each));
      assertThat(largest).isLessThanOrEqualTo(0.125).isGreaterThan(0.124);
    }
    float[] start = ImpalaInitialisation.draw(PAPER, PAPER.parameters().get(0), 5);
    double squares = 0;
    for (float each : start) squares += (double) each * each;
    assertThat(Math.sqrt(squares / 64)).isBetween(0.06, 0.14);
  }

  @Test
  void loosesNothingBetweenBytesAndFloats() {
    byte[] frame = new byte[64 * 64 * 3];
    for (int i = 0; i < frame.length; i++) frame[i] = (byte) i;
    ViewBuffer view = new ViewBuffer(PAPER, 1);
    view.put(0, frame, 0);
    float[] seen = new float[PAPER.inputSize()];
    view.expand(0, seen, 0);
    for (int i = 0; i < 256; i++) {
      assertThat(seen[i]).isEqualTo(i / 255f);
      assertThat((int) (seen[i] * 255)).isEqualTo(i);
      assertThat((int) (i / 255.0 * 255)).isEqualTo(i);
    }
  }

  @Test
  void averagesBlocksOfPixels() {
    for (int pool : new int[] {2, 4}) {
      ImpalaArchitecture agent = new ImpalaArchitecture(8, pool, 1, List.of(4), 8, 8, true, 3);
      RandomStream random = new RandomStream(pool);
      byte[] frame = new byte[8 * 8 * 3];
      for (int i = 0; i < frame.length; i++) frame[i] = (byte) random.nextInt(256);
      ViewBuffer buffer = new ViewBuffer(agent, 2);
      buffer.put(1, frame, 0);
      float[] seen = new float[agent.inputSize()];
      buffer.expand(1, seen, 0);
      int side = 8 / pool;
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          for (int c = 0; c < 3; c++) {
            double sum = 0;
            for (int dy = 0; dy < pool; dy++) {
              for (int dx = 0; dx < pool; dx++) {
                sum += frame[((y * pool + dy) * 8 + x * pool + dx) * 3 + c] & 0xFF;
              }
            }
            assertThat((double) seen[(y * side + x) * 3 + c])
                .isCloseTo(sum / (255.0 * pool * pool), within(1e-7));
          }
        }
      }
    }
  }

  @Test
  void drawsActionsAsOftenAsTheirProbabilities() {
    float[] logits = {0, 1, 2, -1};
    ActionDistribution.logSoftmax(logits, 0, 4);
    RandomStream random = new RandomStream(9);
    int[] counts = new int[4];
    int draws = 40_000;
    for (int i = 0; i < draws; i++) counts[ActionDistribution.sample(logits, 0, 4, random)]++;
    for (int j = 0; j < 4; j++) {
      double p = Math.exp(logits[j]);
      double fiveDeviations = 5 * Math.sqrt(p * (1 - p) / draws);
      assertThat(counts[j] / (double) draws).isCloseTo(p, within(fiveDeviations));
    }
    assertThat(Arrays.stream(counts).sum()).isEqualTo(draws);
  }

  @Test
  void refusesSizesThatCannotWork() {
    assertThatThrownBy(() -> new ImpalaArchitecture(64, 3, 1, List.of(8), 32, 32, true, 15))
        .hasMessage("pool must be 1, 2 or 4, got 3");
    assertThatThrownBy(() -> new ImpalaArchitecture(64, 4, 1, List.of(), 32, 32, true, 15))
        .hasMessage("channels must be numbers from 1, got []");
    assertThatThrownBy(() -> new ImpalaArchitecture(64, 4, 1, List.of(8), 32, 16, false, 15))
        .hasMessageContaining("hidden must equal embedding");
  }
}
