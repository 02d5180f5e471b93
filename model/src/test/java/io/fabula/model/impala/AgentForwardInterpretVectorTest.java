package io.fabula.model.impala;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.vectors.Closeness;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.vectors.VectorFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The agent's forward pass against the original modules. */
class AgentForwardInterpretVectorTest {
  private static final double TOLERANCE = 1e-4;

  @TestFactory
  Stream<DynamicTest> computesEveryLayer() {
    return InterpretVectors.each("agent_forward.json", "cases", this::checkLayers);
  }

  @TestFactory
  Stream<DynamicTest> decidesTheSameThroughAnActingPlan() {
    return InterpretVectors.each("agent_forward.json", "cases", this::checkActing);
  }

  private void checkLayers(JsonNode c) {
    int batch = c.get("batch").asInt();
    try (ImpalaNetwork network = network(c)) {
      ImpalaArchitecture agent = network.architecture();
      Graph graph = new Graph();
      Node view = graph.input("view", batch, 64, 64, 3);
      Node hidden = graph.input("hidden", batch, agent.hidden());
      ImpalaGraph.Outputs outputs =
          new ImpalaGraph(agent, graph, network.parameters()).step(view, hidden);
      try (Plan plan =
          Plan.forward(
              outputs.blocks().get(0),
              outputs.blocks().get(1),
              outputs.blocks().get(2),
              outputs.embedding(),
              outputs.hidden(),
              outputs.logits(),
              outputs.value())) {
        plan.set(view, views(c, agent));
        if (agent.recurrent()) plan.set(hidden, maskedHidden(c, agent));
        plan.forward();
        for (int block = 0; block < 3; block++) {
          Node node = outputs.blocks().get(block);
          Closeness.summary(
              "block " + (block + 1),
              channelsFirst(plan.get(node), batch, node.shape().dim(1), node.shape().dim(3)),
              c.get("block" + (block + 1)),
              TOLERANCE,
              TOLERANCE);
        }
        assertClose(plan.get(outputs.embedding()), c.get("embedding"));
        if (agent.recurrent()) assertClose(plan.get(outputs.hidden()), c.get("new_hidden"));
        assertClose(plan.get(outputs.logits()), c.get("logits"));
        assertClose(plan.get(outputs.value()), c.get("value"));
      }
    }
  }

  private void checkActing(JsonNode c) {
    int batch = c.get("batch").asInt();
    try (ImpalaNetwork network = network(c);
        ImpalaActingPlan plan = network.acting(batch, false)) {
      ImpalaArchitecture agent = network.architecture();
      float[] views = views(c, agent);
      System.arraycopy(views, 0, plan.inputs(), 0, views.length);
      float[] hidden = hidden(c, agent);
      System.arraycopy(hidden, 0, plan.stateIn(), 0, hidden.length);
      for (int b = 0; b < batch; b++) plan.masks()[b] = (float) c.get("mask").get(b).asDouble();
      plan.run();
      for (int b = 0; b < batch; b++) {
        float[] logProbs = new float[15];
        System.arraycopy(plan.outputs(), b * 15, logProbs, 0, 15);
        float[] noisy = logProbs.clone();
        ActionDistribution.logSoftmax(logProbs, 0, 15);
        assertClose(logProbs, c.get("log_probs").get(b));
        assertThat(ActionDistribution.entropy(logProbs, 0, 15))
            .isCloseTo(c.get("entropy").get(b).asDouble(), within(TOLERANCE));
        assertThat(ActionDistribution.mode(logProbs, 0, 15))
            .isEqualTo(c.get("argmax").get(b).asInt());
        new ActionNoise().apply(noisy, 0);
        ActionDistribution.logSoftmax(noisy, 0, 15);
        assertClose(noisy, c.get("noise_log_probs").get(b));
        assertThat(ActionDistribution.entropy(noisy, 0, 15))
            .isCloseTo(c.get("noise_entropy").get(b).asDouble(), within(TOLERANCE));
        for (int j = 0; j < 15; j++) noisy[j] = (float) Math.exp(noisy[j]);
        assertClose(noisy, c.get("noise_probs").get(b));
        assertThat((double) plan.values()[b])
            .isCloseTo(c.get("value").get(b).asDouble(), within(TOLERANCE));
      }
    }
  }

  private static ImpalaNetwork network(JsonNode c) {
    return HashAgents.of(c.get("weights").get("agent"), c.get("recurrent").asBoolean());
  }

  private static float[] views(JsonNode c, ImpalaArchitecture agent) {
    int batch = c.get("batch").asInt();
    float[] views = new float[batch * agent.inputSize()];
    ViewBuffer buffer = new ViewBuffer(agent, 1);
    for (int b = 0; b < batch; b++) {
      buffer.put(0, InterpretVectors.image(c.get("image"), 0, b), 0);
      buffer.expand(0, views, b * agent.inputSize());
    }
    return views;
  }

  private static float[] hidden(JsonNode c, ImpalaArchitecture agent) {
    int batch = c.get("batch").asInt();
    JsonNode h = c.get("hidden");
    float[] hidden = new float[batch * agent.hidden()];
    for (int b = 0; b < batch; b++) {
      for (int j = 0; j < agent.hidden(); j++) {
        hidden[b * agent.hidden() + j] =
            (float)
                (h.get("amp").asDouble()
                    * Math.sin(h.get("w").asDouble() * j + h.get("pb").asDouble() * b));
      }
    }
    return hidden;
  }

  private static float[] maskedHidden(JsonNode c, ImpalaArchitecture agent) {
    float[] hidden = hidden(c, agent);
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] *= (float) c.get("mask").get(i / agent.hidden()).asDouble();
    }
    return hidden;
  }

  private static float[] channelsFirst(float[] image, int batch, int side, int channels) {
    float[] moved = new float[image.length];
    int pixels = side * side;
    for (int b = 0; b < batch; b++) {
      for (int p = 0; p < pixels; p++) {
        for (int ch = 0; ch < channels; ch++) {
          moved[(b * channels + ch) * pixels + p] = image[(b * pixels + p) * channels + ch];
        }
      }
    }
    return moved;
  }

  private static void assertClose(float[] actual, JsonNode expected) {
    float[] values = VectorFile.floats(expected);
    assertThat(actual).hasSameSizeAs(values);
    for (int i = 0; i < values.length; i++) {
      assertThat((double) actual[i]).as("element %d", i).isCloseTo(values[i], within(TOLERANCE));
    }
  }
}
