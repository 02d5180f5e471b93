package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Divergence;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Normalisation;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.vectors.Closeness;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.vectors.VectorFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every network of the simulator at the published size, called one by one. */
final class SimulatorPartsInterpretVectorTest {
  private static final double TOLERANCE = 1e-4;
  private static final double CLEAR_MARGIN = 1e-3;
  private static final int CONTEXT = 3;

  @TestFactory
  List<DynamicTest> agreesWithTheReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode example : InterpretVectors.cases("simulator_parts.json")) {
      tests.add(DynamicTest.dynamicTest(example.get("name").asText(), () -> check(example)));
    }
    return tests;
  }

  private static void check(JsonNode example) {
    try (ReferenceCase reference = new ReferenceCase(example)) {
      encoder(reference);
      step(reference);
    }
  }

  private static void encoder(ReferenceCase reference) {
    int batch = reference.batch();
    Graph graph = new Graph();
    SimulatorParts parts =
        new SimulatorParts(graph, reference.simulator().parameters(), reference.simulator().size());
    Node frames = graph.input("frames", CONTEXT * batch, 64, 64, 3);
    List<Node> blocks = parts.encoderBlocks(frames);
    Node pictures = Shaping.flattenImage(blocks.get(blocks.size() - 1));
    Node states = parts.encoderStates(pictures, batch);
    Node bottleneck = parts.encode(frames, batch);
    List<Node> outputs = new ArrayList<>(blocks);
    outputs.add(states);
    outputs.add(bottleneck);
    try (Plan plan = Plan.forward(outputs.toArray(Node[]::new))) {
      plan.set(frames, reference.frames(0, CONTEXT));
      plan.forward();
      for (int i = 0; i < blocks.size(); i++) {
        Node first = blocks.get(i);
        float[] all = plan.get(first);
        float[] frame0 = java.util.Arrays.copyOf(all, all.length / CONTEXT);
        int channels = first.shape().dim(3);
        Closeness.summary(
            reference.name() + " block " + i,
            Closeness.channelsFirst(frame0, channels, first.shape().dim(1)),
            reference.get("context_blocks_frame0").get(i),
            TOLERANCE);
      }
      summary(reference, "context_gru_outputs", plan.get(states));
      elements(reference, "bottleneck", plan.get(bottleneck));
    }
  }

  /** Converters, one modal step of the recurrent model, decoders, and the agent on the picture. */
  private static void step(ReferenceCase reference) {
    int batch = reference.batch();
    SimulatorSize size = reference.simulator().size();
    Graph graph = new Graph();
    SimulatorParts parts = new SimulatorParts(graph, reference.simulator().parameters(), size);
    Node bottleneck = graph.input("bottleneck", batch, size.bottleneck());
    Node frame = graph.input("frame", batch, 64, 64, 3);
    Map<String, Node> nodes = new LinkedHashMap<>();
    Node start = parts.environmentStart(bottleneck);
    Node h0 = Shaping.slice(start, 1, 0, size.deterministic());
    Node logits0 = Shaping.slice(start, 1, size.deterministic(), size.feature());
    Node z0 = parts.stochastic(logits0, Draws.modal(), 0);
    Node agent0 = parts.agentStart(bottleneck);
    Node action = parts.firstAction(bottleneck);
    Node acted = parts.acted(action);
    Node x = parts.cellInput(z0, acted);
    Node h1 = parts.cell(h0, x);
    Node prior = parts.prior(h1);
    Node z1 = parts.stochastic(prior, Draws.modal(), 1);
    Node posterior = parts.posterior(h1, parts.observed(frame));
    Node feature = parts.feature(h1, z1);
    Node picture = parts.picture(feature);
    Node image = Elementwise.straightThroughClamp(picture, 0, 1);
    AgentInLoop.Response agent = reference.agent().step(graph, image, agent0);
    nodes.put("env_h0", h0);
    nodes.put("env_z0_logits", logits0);
    nodes.put("agent_h0", agent0);
    nodes.put("action_logits", parts.firstActionLogits(bottleneck));
    nodes.put("rssm_pre_norm", parts.cellSum(z0, acted));
    nodes.put("rssm_x", x);
    nodes.put("rssm_h1", h1);
    nodes.put("h1_minus_h0_norm", Normalisation.length(Arithmetic.sub(h1, h0)));
    nodes.put("prior_logits", prior);
    nodes.put("image_embedding", parts.embed(frame));
    nodes.put("posterior_logits", posterior);
    nodes.put("kl_post_prior", Divergence.balanced(posterior, prior, size.classes(), 0.8f));
    nodes.put("entropy_prior", entropy(prior, size));
    nodes.put("entropy_post", entropy(posterior, size));
    nodes.put("decoded_image", picture);
    nodes.put("image_loss_vs_frame2", SimulatorLoss.image(picture, frame));
    nodes.put("reward", parts.reward(feature));
    nodes.put("terminal_logit", parts.terminal(feature));
    nodes.put("terminal_prob", Elementwise.sigmoid(parts.terminal(feature)));
    nodes.put("agent_log_probs", agent.logProbabilities());
    nodes.put("agent_value", agent.values());
    nodes.put("agent_new_h", agent.states());
    nodes.put("env_z0_modes", z0);
    nodes.put("prior_modes", z1);
    nodes.put("posterior_modes", parts.stochastic(posterior, Draws.modal(), 1));
    nodes.put("action_argmax", action);
    nodes.put("agent_argmax", Categorical.mode(agent.logProbabilities()));
    try (Plan plan = Plan.forward(nodes.values().toArray(Node[]::new))) {
      plan.set(bottleneck, VectorFile.floats(reference.get("bottleneck")));
      plan.set(frame, reference.frames(CONTEXT - 1, 1));
      plan.forward();
      nodes.forEach((name, node) -> compare(reference, name, node, plan));
      extremes(reference, plan.get(picture));
    }
  }

  private static Node entropy(Node logits, SimulatorSize size) {
    int rows = logits.shape().dim(0);
    Node logs =
        Categorical.logSoftmax(Shaping.reshape(logits, rows, size.variables(), size.classes()));
    return Reductions.sum(Categorical.entropy(logs), -1);
  }

  private static void compare(ReferenceCase reference, String name, Node node, Plan plan) {
    float[] actual = plan.get(node);
    if (name.endsWith("_modes") || name.endsWith("_argmax")) {
      modes(reference, name, actual);
    } else if (name.equals("decoded_image")) {
      summary(reference, name, Closeness.channelsFirst(actual, 3, 64));
    } else if (reference.get(name).isObject()) {
      summary(reference, name, actual);
    } else {
      elements(reference, name, actual);
    }
  }

  private static void modes(ReferenceCase reference, String name, float[] oneHot) {
    String margin = name.replace("_modes", "_margin").replace("_argmax", "_margin");
    if (name.equals("agent_argmax")) margin = "agent_argmax_margin";
    if (reference.get(margin).asDouble() <= CLEAR_MARGIN) return;
    int[] expected = VectorFile.ints(reference.get(name));
    assertThat(Closeness.indices(oneHot, oneHot.length / expected.length))
        .as(reference.name() + " " + name)
        .containsExactly(expected);
  }

  private static void extremes(ReferenceCase reference, float[] picture) {
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    double sum = 0;
    for (float value : picture) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
      sum += value;
    }
    float[] actual = {least, greatest, (float) (sum / picture.length)};
    elements(reference, "decoded_min_max_mean", actual);
  }

  private static void elements(ReferenceCase reference, String name, float[] actual) {
    Closeness.elements(reference.name() + " " + name, actual, reference.get(name), TOLERANCE);
  }

  private static void summary(ReferenceCase reference, String name, float[] actual) {
    Closeness.summary(reference.name() + " " + name, actual, reference.get(name), TOLERANCE);
  }
}
