package io.fabula.model.scinet;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Shaping;

/**
 * The preferences of all actions in a batch of states by one forward pass.
 *
 * @implNote the first layer is split: the observation's part is computed once per state and the
 *     action's column added, instead of a product for each pair.
 */
public final class PreferencePlan implements AutoCloseable {
  private final int batch;
  private final int observation;
  private final Node observations;
  private final Node preferences;
  private final Plan plan;

  /**
   * Compiles the plan; it reads the network's current weights at each run.
   *
   * @param batch states at a time
   */
  public PreferencePlan(PreferenceNetwork network, int batch) {
    this.batch = batch;
    PreferenceArchitecture architecture = network.architecture();
    observation = architecture.observation();
    int actions = architecture.actions();
    DenseStack stack = architecture.stack();
    int width = stack.widths().get(0);
    Graph graph = new Graph();
    observations = graph.input("observations", batch, observation);
    Node weight = graph.parameter(network.parameters().frozen(), stack.weight(0));
    Node bias = graph.parameter(network.parameters().frozen(), stack.bias(0));
    Node state = Linear.dense(observations, Shaping.slice(weight, 1, 0, observation), bias);
    Node columns =
        Shaping.permute(Shaping.slice(weight, 1, observation, observation + actions), 1, 0);
    Node pairs =
        Arithmetic.add(
            Shaping.broadcast(Shaping.reshape(state, batch, 1, width), batch, actions, width),
            columns);
    Node first = Elementwise.relu(Shaping.reshape(pairs, batch * actions, width));
    preferences = network.output(graph, first, 1);
    plan = Plan.forward(preferences);
  }

  /** States at a time. */
  public int batch() {
    return batch;
  }

  /**
   * Computes preferences.
   *
   * @param values observations, {@code [batch, observation]}
   * @param target receives {@code [batch, actions]}
   */
  public void run(float[] values, float[] target) {
    plan.set(observations, values, 0);
    plan.forward();
    plan.get(preferences, target, 0);
  }

  @Override
  public void close() {
    plan.close();
  }
}
