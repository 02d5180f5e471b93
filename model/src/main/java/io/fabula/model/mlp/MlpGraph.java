package io.fabula.model.mlp;

import io.fabula.model.agents.ActionHead;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Shaping;

/** Builds a perceptron actor-critic's layers into a graph. */
final class MlpGraph {
  private final MlpArchitecture agent;
  private final Graph graph;
  private final Parameters parameters;

  /**
   * What an agent computes.
   *
   * @param policy raw outputs, {@code [rows, head.outputs]}
   * @param value {@code [rows, 1]}
   */
  record Outputs(Node policy, Node value) {}

  MlpGraph(MlpArchitecture agent, Graph graph, Parameters parameters) {
    this.agent = agent;
    this.graph = graph;
    this.parameters = parameters;
  }

  /**
   * @param input {@code [rows, inputSize]}
   */
  Outputs rows(Node input) {
    int size = agent.observations().size();
    int candidates = agent.candidates();
    Node observation = candidates == 0 ? input : Shaping.slice(input, 1, 0, size);
    int last = agent.hidden().size();
    Node value = dense(tower(observation, "critic"), MlpArchitecture.layer("critic", last));
    Node features = tower(observation, "actor");
    Node policy =
        candidates == 0
            ? dense(features, MlpArchitecture.layer("actor", last))
            : scores(input, features);
    return new Outputs(policy, value);
  }

  private Node tower(Node x, String name) {
    Node y = x;
    for (int i = 0; i < agent.hidden().size(); i++) {
      y = Elementwise.tanh(dense(y, MlpArchitecture.layer(name, i)));
    }
    return y;
  }

  private Node scores(Node input, Node features) {
    int rows = features.shape().dim(0);
    int width = features.shape().dim(1);
    int candidates = agent.candidates();
    int from = agent.observations().size();
    int to = from + candidates * agent.representation();
    Node described =
        Shaping.reshape(
            Shaping.slice(input, 1, from, to), rows * candidates, agent.representation());
    Node actions = Shaping.reshape(dense(described, "action"), rows, candidates, width);
    Node joined =
        Elementwise.tanh(
            Arithmetic.add(
                actions,
                Shaping.broadcast(
                    Shaping.reshape(features, rows, 1, width), rows, candidates, width)));
    Node scores =
        Shaping.reshape(
            dense(Shaping.reshape(joined, rows * candidates, width), "score"), rows, candidates);
    Node exists = Shaping.slice(input, 1, to, to + candidates);
    Node logits = Categorical.masked(scores, exists, ActionHead.EXCLUDED);
    return agent.sharedParameters() == 0
        ? logits
        : Shaping.concat(1, logits, dense(features, "parameters"));
  }

  private Node dense(Node x, String name) {
    return Linear.dense(
        x,
        graph.parameter(parameters, name + ".weight"),
        graph.parameter(parameters, name + ".bias"));
  }
}
