package io.fabula.model.gru;

import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Recurrent;
import io.fabula.model.graph.Shaping;

/** Builds an agent's layers into a graph. */
record GruGraph(GruArchitecture agent, Graph graph, Parameters parameters) {
  /**
   * What an agent computes.
   *
   * @param state after the step, {@code [rows, memory]}
   * @param policy raw outputs, {@code [rows, actions]}
   * @param value {@code [rows, 1]}
   */
  record Outputs(Node state, Node policy, Node value) {}

  /**
   * One step of a batch.
   *
   * @param input {@code [rows, inputSize]}
   * @param state {@code [rows, memory]}, 0 where an episode begins
   */
  Outputs step(Node input, Node state) {
    return read(Recurrent.gruStep(embed(input), state, weights()));
  }

  /**
   * A block of steps, time-major.
   *
   * @param inputs {@code [steps * worlds, inputSize]}
   * @param masks {@code [steps, worlds]}, 0 where an episode begins
   * @param initial {@code [worlds, memory]}, before the first mask
   */
  Outputs block(Node inputs, Node masks, Node initial) {
    int steps = masks.shape().dim(0);
    int worlds = masks.shape().dim(1);
    Node embedded = Shaping.reshape(embed(inputs), steps, worlds, agent.embedding());
    Node states = Recurrent.maskedGru(embedded, initial, masks, weights());
    return read(Shaping.reshape(states, steps * worlds, agent.memory()));
  }

  private Node embed(Node input) {
    return Elementwise.tanh(dense(input, GruArchitecture.EMBEDDING));
  }

  private Outputs read(Node state) {
    return new Outputs(
        state, dense(state, GruArchitecture.ACTOR), dense(state, GruArchitecture.CRITIC));
  }

  private Node dense(Node x, String name) {
    return Linear.dense(
        x,
        graph.parameter(parameters, name + ".weight"),
        graph.parameter(parameters, name + ".bias"));
  }

  private Recurrent.GruWeights weights() {
    return new Recurrent.GruWeights(
        gru("weight_ih"), gru("weight_hh"), gru("bias_ih"), gru("bias_hh"));
  }

  private Node gru(String name) {
    return graph.parameter(parameters, GruArchitecture.GRU + "." + name + "_l0");
  }
}
