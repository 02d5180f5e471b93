package io.fabula.model.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.vectors.Rounding;
import java.util.Map;

/** Simulator and agent of the published size with the weights of a reference case. */
final class ReferenceCase implements AutoCloseable {
  static final int SIDE = 64;
  static final int HIDDEN = 64;
  static final int ACTIONS = 15;

  private final JsonNode example;
  private final Simulator simulator;
  private final ImpalaNetwork agent;

  ReferenceCase(JsonNode example) {
    this.example = example;
    simulator = Simulator.empty(SimulatorSize.paper(HIDDEN, ACTIONS));
    agent = ImpalaNetwork.create(ImpalaArchitecture.paper(), 0);
    for (Map.Entry<String, float[]> tensor : HashWeights.of(example.get("weights")).entrySet()) {
      String name = tensor.getKey();
      if (!name.startsWith("agent/")) {
        simulator.parameters().set(name, tensor.getValue());
      } else {
        agent.parameters().set(name.substring("agent/".length()), tensor.getValue());
      }
    }
  }

  String name() {
    return example.get("name").asText();
  }

  JsonNode get(String field) {
    return example.get(field);
  }

  boolean has(String field) {
    return example.hasNonNull(field);
  }

  Simulator simulator() {
    return simulator;
  }

  AgentInLoop agent() {
    return new FrozenAgent(agent);
  }

  int batch() {
    return example.get("batch").asInt();
  }

  /** Frames of several times, {@code [times, batch, row, column, channel]}. */
  float[] frames(int first, int times) {
    float[] one = InterpretVectors.frames(example.get("image"), batch(), first);
    float[] all = new float[times * one.length];
    System.arraycopy(one, 0, all, 0, one.length);
    for (int t = 1; t < times; t++) {
      one = InterpretVectors.frames(example.get("image"), batch(), first + t);
      System.arraycopy(one, 0, all, t * one.length, one.length);
    }
    return all;
  }

  /** Uniform numbers for first and later stochastic states, or zeros where the case is modal. */
  float[] draws(int steps) {
    int variables = simulator.size().variables();
    int each = batch() * variables;
    float[] uniforms = new float[(steps + 1) * each];
    JsonNode z = example.get("z");
    if (!z.isObject()) return uniforms;
    for (int t = 0; t <= steps; t++) {
      for (int i = 0; i < each; i++) {
        long k = z.get("first_k").asLong() + t;
        double u = (InterpretVectors.hash(i, k, z.get("seed").asLong()) + 1) / 2;
        uniforms[t * each + i] = Math.min((float) u, Math.nextDown(1f));
      }
    }
    return uniforms;
  }

  boolean modal() {
    return !example.path("z").isObject();
  }

  /** Runs an evaluation with the weights of simulator and agent moved as rounding moves values. */
  void moved(RandomStream random, Runnable evaluation) {
    Rounding.moved(
        simulator.parameters(),
        random,
        () -> Rounding.moved(agent.parameters(), random, evaluation));
  }

  @Override
  public void close() {
    simulator.close();
    agent.close();
  }
}
