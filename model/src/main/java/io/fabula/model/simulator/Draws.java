package io.fabula.model.simulator;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Uniform numbers for the stochastic states of an unroll: the first state, then one per step; or
 * none, and every state is its mode.
 */
final class Draws {
  private final Node @Nullable [] inputs;

  private Draws(Node @Nullable [] inputs) {
    this.inputs = inputs;
  }

  /** Modes everywhere. */
  static Draws modal() {
    return new Draws(null);
  }

  /** One input of {@code [batch, variables]} numbers for the first state and for each step. */
  static Draws uniform(Graph graph, int steps, int batch, int variables) {
    Node[] inputs = new Node[steps + 1];
    for (int i = 0; i <= steps; i++) inputs[i] = graph.input("draws " + i, batch, variables);
    return new Draws(inputs);
  }

  @Nullable Node at(int index) {
    return inputs == null ? null : inputs[index];
  }

  /** Sets all inputs from {@code [steps + 1, batch, variables]}. */
  void set(Plan plan, float[] uniforms) {
    Node[] all = inputs;
    if (all == null) return;
    int size = all.length * all[0].shape().size();
    if (uniforms.length != size) {
      throw new IllegalArgumentException(
          "uniforms must be %d numbers, got %d".formatted(size, uniforms.length));
    }
    for (int i = 0; i < all.length; i++) plan.set(all[i], uniforms, i * all[i].shape().size());
  }
}
