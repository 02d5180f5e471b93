package io.fabula.model.slates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Shaping;
import io.fabula.model.slates.SlateArchitecture.Kind;
import io.fabula.model.slates.SlateArchitecture.UserView;
import io.fabula.model.vectors.VectorFile;
import io.fabula.model.workloads.HashTensors;
import io.fabula.model.workloads.ReferenceOutputs;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The networks of agents against outputs of the original modules and of a program in PyTorch. */
class RecSimNetworksTest {
  private static SlateLayers layers(Graph graph, JsonNode params) {
    return new SlateLayers(
        graph,
        name -> {
          JsonNode node = params.path(name.substring(name.indexOf('.') + 1));
          assertThat(node.isMissingNode()).as(name).isFalse();
          int[] dims =
              node.get(0).isArray()
                  ? new int[] {node.size(), node.get(0).size()}
                  : new int[] {node.size()};
          return graph.constant(VectorFile.floats(node), dims);
        });
  }

  private static void check(Node actual, JsonNode expected) {
    float[] wanted = VectorFile.floats(expected);
    try (Plan plan = Plan.forward(actual)) {
      plan.forward();
      assertThat(plan.get(actual)).containsExactly(wanted, within(1e-5f));
    }
  }

  @Test
  void encodesSequencesAsTheOriginalGru() {
    JsonNode cases = VectorFile.read("recsim/networks.json").path("cases");
    Graph graph = new Graph();
    Node x = graph.constant(VectorFile.floats(cases.path("input")), 2, 4, 3);
    SlateLayers layers = layers(graph, cases.path("gru_encoder").path("params"));
    Node steps = Shaping.permute(x, 1, 0, 2);
    check(
        layers.encode(SequenceEncoder.GRU, "slate", steps), cases.path("gru_encoder").path("out"));
    Node beginnings = layers.encodeBeginnings(SequenceEncoder.GRU, "slate", steps);
    check(Shaping.at(beginnings, 3), cases.path("gru_encoder").path("out"));
  }

  @Test
  void summarisesAsTheOriginalDeepSet() {
    JsonNode cases = VectorFile.read("recsim/networks.json").path("cases");
    Graph graph = new Graph();
    Node x = graph.constant(VectorFile.floats(cases.path("input")), 2, 4, 3);
    SlateLayers layers = layers(graph, cases.path("deep_set").path("params"));
    check(layers.deepSet("summary.", x), cases.path("deep_set").path("out"));
  }

  @Test
  void summarisesAsTheOriginalLstm() {
    JsonNode cases = VectorFile.read("recsim/networks.json").path("cases");
    Graph graph = new Graph();
    Node x = graph.constant(VectorFile.floats(cases.path("input")), 2, 4, 3);
    SlateLayers layers = layers(graph, cases.path("bilstm").path("params"));
    check(layers.lstm("summary.", Shaping.permute(x, 1, 0, 2)), cases.path("bilstm").path("out"));
  }

  /** In the case above the last hidden layer is dead, so that any LSTM passes; here none is. */
  @Test
  void summarisesAsAnLstmWhoseLastLayerIsAlive() throws IOException {
    for (JsonNode each : VectorFile.list(own("bilstm.json").path("cases"), "bilstm")) {
      Graph graph = new Graph();
      int nodes = each.path("input").get(0).size();
      Node x = graph.constant(VectorFile.floats(each.path("input")), 2, nodes, 3);
      SlateLayers layers = layers(graph, each.path("params"));
      check(layers.lstm("summary.", Shaping.permute(x, 1, 0, 2)), each.path("out"));
      float[] out = VectorFile.floats(each.path("out"));
      assertThat(Math.abs(out[0] - out[3])).isGreaterThan(1e-3f);
    }
  }

  private static JsonNode own(String file) throws IOException {
    try (InputStream in = RecSimNetworksTest.class.getResourceAsStream("/recsim/" + file)) {
      return new ObjectMapper().readTree(in);
    }
  }

  /**
   * Two epochs: values of each slot, loss, and all gradients after clipping. Sums of thousands of
   * single-precision numbers are taken in another order here.
   */
  @ParameterizedTest
  @ValueSource(strings = {"agile", "utility"})
  void computesAnEpochAsAPlainProgramInPyTorch(String agent) throws IOException {
    JsonNode expected = own("epochs.json").path(agent);
    try (SlateEpochWork work = new SlateEpochWork(agent.equals("agile"))) {
      for (String run : new String[] {"first", "second"}) {
        work.run();
        ReferenceOutputs actual = work.evidence();
        double loss = expected.path(run).path("values").path("loss").asDouble();
        assertThat(actual.values().get("loss")).isCloseTo(loss, within(1e-5 * loss));
        assertThat(actual.tensors()).hasSameSizeAs(expected.path(run).path("tensors"));
        for (Map.Entry<String, ReferenceOutputs.Trace> each : actual.tensors().entrySet()) {
          JsonNode trace = expected.path(run).path("tensors").path(each.getKey());
          double norm = trace.path("norm").asDouble();
          assertThat(each.getValue().norm()).as(each.getKey()).isCloseTo(norm, within(2e-4 * norm));
          assertThat(each.getValue().projection())
              .as(each.getKey())
              .isCloseTo(trace.path("projection").asDouble(), within(2e-4 * norm));
        }
      }
    }
  }

  @Test
  void multipliesPartsOfFeaturesAsIfTheyWereJoined() {
    Graph graph = new Graph();
    Node user = graph.constant(HashTensors.values("user", 6 * 3, 1), 6, 3);
    Node item = graph.constant(HashTensors.values("item", 2 * 4 * 5, 1), 2, 4, 5);
    Node both = graph.constant(HashTensors.values("both", 6 * 4 * 2, 1), 6, 4, 2);
    CandidateFeatures features =
        new CandidateFeatures(2, 3, 4).ofDecision(user).ofCandidate(item).ofBoth(both);
    Node weight = graph.constant(HashTensors.values("weight", 7 * 10, 1), 7, 10);
    Node bias = graph.constant(HashTensors.values("bias", 7, 1), 7);
    Node quick = features.dense(weight, bias);
    Node plain = Linear.dense(features.joined(), weight, bias);
    try (Plan plan = Plan.forward(quick, plain)) {
      plan.forward();
      assertThat(plan.get(quick)).containsExactly(plan.get(plain), within(1e-5f));
    }
  }

  private static SlateArchitecture cascade(SetView set) {
    return SlateArchitecture.of(Kind.CASCADE, UserView.direct(10), 10, 6, 20, set);
  }

  private static long count(SlateArchitecture agent, String prefix) {
    try (SlateNetwork network = SlateNetwork.create(agent, 1)) {
      return network.parameterCount(prefix);
    }
  }

  @Test
  void hasThePublishedNumbersOfParameters() {
    SlateArchitecture agile = cascade(SetView.AGILE);
    assertThat(count(agile, "action.")).isEqualTo(352);
    assertThat(count(agile, "graph.")).isEqualTo(9886);
    assertThat(count(agile, "post.")).isEqualTo(8960);
    assertThat(count(agile, "q.")).isEqualTo(62_849);
    assertThat(count(agile, "slate.")).isEqualTo(53_984);
    assertThat(count(agile, "")).isEqualTo(136_031);
    SlateArchitecture utility = cascade(SetView.NOTHING);
    assertThat(count(utility, "q.")).isEqualTo(35_713);
    assertThat(count(utility, "")).isEqualTo(90_049);
    assertThat(
            count(
                cascade(SetView.of(SetView.Graph.CONVOLUTION, SetView.Summary.NODES, true, false)),
                "graph."))
        .isEqualTo(9610);
    SlateArchitecture lstm =
        cascade(SetView.of(SetView.Graph.NONE, SetView.Summary.LSTM, false, false));
    assertThat(count(lstm, "summary.")).isEqualTo(183_818);
    assertThat(lstm.valueInputs()).isEqualTo(148);
    SlateArchitecture deepSet =
        cascade(SetView.of(SetView.Graph.NONE, SetView.Summary.DEEP_SET, false, false));
    assertThat(count(deepSet, "summary.")).isEqualTo(17_930);
    assertThat(deepSet.valueInputs()).isEqualTo(148);
    assertThat(
            cascade(SetView.of(SetView.Graph.ATTENTION, SetView.Summary.NODES, false, false))
                .valueInputs())
        .isEqualTo(138);
    SlateArchitecture itemsAlone =
        cascade(SetView.of(SetView.Graph.ATTENTION, SetView.Summary.NODES, true, true));
    assertThat(itemsAlone.valueInputs()).isEqualTo(138);
    assertThat(itemsAlone.set().nodeSize(itemsAlone)).isEqualTo(32);
    UserView user = UserView.direct(10);
    assertThat(SlateArchitecture.masking(Kind.MASK_OUTPUT, user, 10, 6, 20, 250).valueInputs())
        .isEqualTo(42);
    SlateArchitecture inOut =
        SlateArchitecture.masking(Kind.MASK_INPUT_OUTPUT, user, 10, 6, 20, 250);
    assertThat(inOut.valueInputs()).isEqualTo(74);
    assertThat(count(inOut, "mask.")).isEqualTo(250 * 32 + 32);
    assertThat(
            SlateArchitecture.of(Kind.TOP_VALUES, user, 10, 6, 20, SetView.NOTHING).valueInputs())
        .isEqualTo(42);
  }
}
