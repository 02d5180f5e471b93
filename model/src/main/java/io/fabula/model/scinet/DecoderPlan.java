package io.fabula.model.scinet;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;

/** The values that an agent's decoder predicts of all actions, without noise of its own. */
public final class DecoderPlan implements AutoCloseable {
  private final int rows;
  private final int latents;
  private final int actions;
  private final float[] pairs;
  private final Node latentInput;
  private final Node values;
  private final Plan plan;

  /**
   * Compiles the plan.
   *
   * @param agent whose decoder
   * @param rows latent vectors at a time
   */
  public DecoderPlan(SelectionNetwork network, int agent, int rows) {
    this.rows = rows;
    latents = network.architecture().latents();
    actions = network.architecture().actions();
    pairs = new float[rows * actions * latents];
    float[] oneHot = new float[rows * actions * actions];
    for (int i = 0; i < rows * actions; i++) oneHot[i * actions + i % actions] = 1;
    Graph graph = new Graph();
    latentInput = graph.input("latents", rows * actions, latents);
    Node chosen = graph.constant(oneHot, rows * actions, actions);
    values = new SelectionGraph(network, graph).decoder(agent, latentInput, chosen);
    plan = Plan.forward(values);
  }

  /** Latent vectors at a time. */
  public int rows() {
    return rows;
  }

  /**
   * Predicts values.
   *
   * @param vectors {@code [rows, latents]}
   * @param target receives {@code [rows, actions]}
   */
  public void run(float[] vectors, float[] target) {
    for (int i = 0; i < rows; i++) {
      for (int a = 0; a < actions; a++) {
        System.arraycopy(vectors, i * latents, pairs, (i * actions + a) * latents, latents);
      }
    }
    plan.set(latentInput, pairs, 0);
    plan.forward();
    plan.get(values, target, 0);
  }

  @Override
  public void close() {
    plan.close();
  }
}
