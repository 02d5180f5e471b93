package io.fabula.model.slates;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;

/** A pass over all positions of all slates of a batch: its inputs, and its values. */
final class SlatePass {
  final Graph graph = new Graph();
  final BatchInputs inputs;
  final Node values;
  private final SlateGraph layers;

  /**
   * @param ahead whether it looks at the next states
   */
  SlatePass(SlateArchitecture agent, SlateWeights weights, int batch, boolean ahead) {
    layers = new SlateGraph(agent, graph, weights);
    inputs = new BatchInputs(agent, graph, layers, batch, ahead);
    values = layers.values(inputs.decisions(), SlateGraph.OWN_SLOT).values();
  }

  /**
   * The values of choices that were made.
   *
   * @param taken which choice of each decision, [rows]
   * @return [rows]
   */
  Node valuesOf(Node taken) {
    return layers.valuesOf(inputs.decisions(), taken);
  }
}
