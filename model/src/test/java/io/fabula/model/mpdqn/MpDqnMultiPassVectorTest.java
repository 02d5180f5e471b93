package io.fabula.model.mpdqn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.vectors.VectorFile;
import org.junit.jupiter.api.Test;

/** Values of the multi-pass and the single-pass form and how they hang on parameters. */
class MpDqnMultiPassVectorTest {
  private final JsonNode recorded = VectorFile.read("platform/multipass.json");

  @Test
  void valuesAndProposalsAreThoseRecorded() {
    check(ValueForm.MULTI_PASS, "q_multipass", "dq_dx_multipass");
    check(ValueForm.SINGLE_PASS, "q_single_pass", "dq_dx_single_pass");
  }

  @Test
  void passesShowEachActionItsOwnParametersAlone() {
    try (MpDqnNetwork network = network(ValueForm.MULTI_PASS)) {
      MpDqnArchitecture agent = network.architecture();
      int rows = recorded.get("states").size();
      Graph graph = new Graph();
      Node states = graph.input("states", rows, agent.stateSize());
      Node parameters = graph.input("parameters", rows, agent.parameters());
      MpDqnGraph layers = new MpDqnGraph(agent, graph);
      Node passes = layers.passes(states, parameters);
      Node all = layers.everyValue(network.values(), passes);
      try (Plan plan = Plan.forward(passes, all)) {
        plan.set(states, VectorFile.floats(recorded.get("states")));
        plan.set(parameters, VectorFile.floats(recorded.get("action_parameters")));
        plan.forward();
        MpDqnVectors.same("passes", plan.get(passes), recorded.get("expanded_input_rows"));
        MpDqnVectors.same("all values", plan.get(all), recorded.get("q_all_rows"));
      }
    }
  }

  private MpDqnNetwork network(ValueForm form) {
    assertThat(recorded.get("activation").asText()).isEqualTo("relu");
    return MpDqnVectors.network(
        form,
        recorded.get("q_layers"),
        recorded.get("param_actor_layers"),
        MpDqnVectors.sizes(recorded.get("action_parameter_sizes")));
  }

  private void check(ValueForm form, String valueKey, String jacobianKey) {
    try (MpDqnNetwork network = network(form)) {
      MpDqnArchitecture agent = network.architecture();
      int rows = recorded.get("states").size();
      Graph graph = new Graph();
      MpDqnGraph layers = new MpDqnGraph(agent, graph);
      Node states = graph.input("states", rows, agent.stateSize());
      Node parameters = graph.inputWithGradient("parameters", rows, agent.parameters());
      Node values = layers.values(network.values(), states, parameters);
      Node proposed = layers.parameters(network.actor(), states);
      try (Plan plan = Plan.forward(values, proposed)) {
        plan.set(states, VectorFile.floats(recorded.get("states")));
        plan.set(parameters, VectorFile.floats(recorded.get("action_parameters")));
        plan.forward();
        MpDqnVectors.same(valueKey, plan.get(values), recorded.get(valueKey));
        MpDqnVectors.same("actor", plan.get(proposed), recorded.get("param_actor_output"));
      }
      for (int k = 0; k < agent.actions(); k++) {
        Node one = Reductions.sum(Shaping.slice(values, 1, k, k + 1));
        try (Plan plan = Plan.training(one)) {
          plan.set(states, VectorFile.floats(recorded.get("states")));
          plan.set(parameters, VectorFile.floats(recorded.get("action_parameters")));
          plan.forward();
          plan.backward();
          float[] gradient = plan.gradient(parameters);
          for (int b = 0; b < rows; b++) {
            float[] row =
                java.util.Arrays.copyOfRange(
                    gradient, b * agent.parameters(), (b + 1) * agent.parameters());
            JsonNode expected = recorded.get(jacobianKey).get(b).get(k);
            MpDqnVectors.same(jacobianKey + " " + b + " " + k, row, expected);
            if (form == ValueForm.MULTI_PASS) assertOthersExactlyZero(agent, k, row);
          }
        }
      }
    }
  }

  private static void assertOthersExactlyZero(MpDqnArchitecture agent, int k, float[] row) {
    for (int i = 0; i < row.length; i++) if (agent.owners()[i] != k) assertThat(row[i]).isZero();
  }
}
