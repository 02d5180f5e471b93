package io.fabula.model.scinet;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.ops.Losses;
import io.fabula.model.graph.optimisers.Adam;
import java.util.List;

/**
 * One step of learning preferences: smooth L1 between prediction and target, averaged over the
 * batch, and Adam with AMSGrad.
 */
public final class PreferenceStep implements AutoCloseable {
  private final PreferenceNetwork network;
  private final int batch;
  private final double learningRate;
  private final Node inputs;
  private final Node targets;
  private final Node loss;
  private final Plan plan;
  private final Adam adam;

  /**
   * Compiles the step.
   *
   * @param batch samples of a step
   */
  public PreferenceStep(
      PreferenceNetwork network, int batch, double learningRate, Adam.Options adam) {
    this.network = network;
    this.batch = batch;
    this.learningRate = learningRate;
    PreferenceArchitecture architecture = network.architecture();
    Graph graph = new Graph();
    inputs = graph.input("inputs", batch, architecture.observation() + architecture.actions());
    targets = graph.input("targets", batch, 1);
    Node prediction = network.output(graph, inputs, 0);
    loss = Reductions.mean(Losses.smoothL1(prediction, targets));
    plan = Plan.training(loss);
    this.adam = new Adam(network.parameters(), adam);
  }

  /** Samples of a step. */
  public int batch() {
    return batch;
  }

  /**
   * Makes a step.
   *
   * @param pairs observations and one-hot actions, {@code [batch, observation + actions]}
   * @param wanted targets, {@code [batch]}
   * @return the loss before the step
   */
  public double update(float[] pairs, float[] wanted) {
    plan.set(inputs, pairs, 0);
    plan.set(targets, wanted, 0);
    network.parameters().gradients().zero();
    plan.forward();
    plan.backward();
    adam.step(learningRate);
    return plan.scalar(loss);
  }

  /** The optimiser, for its state. */
  Adam optimiser() {
    return adam;
  }

  /** What the plan does and where its time goes, over some runs. */
  List<String> profile(int runs) {
    return plan.profile(runs);
  }

  @Override
  public void close() {
    plan.close();
    adam.close();
  }
}
