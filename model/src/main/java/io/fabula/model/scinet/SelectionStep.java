package io.fabula.model.scinet;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.ops.Losses;
import java.util.List;

/**
 * Loss and gradients of one agent's step: the decoder's smooth L1, the rebuilt observation's binary
 * cross-entropy, and the noise parameters pushed upwards.
 */
public final class SelectionStep implements AutoCloseable {
  private final SelectionNetwork network;
  private final int agent;
  private final int batch;
  private final Node observations;
  private final Node actions;
  private final Node targets;
  private final Node encoderDraws;
  private final Node decoderDraws;
  private final Node policyLoss;
  private final Node autoencoderLoss;
  private final Plan plan;

  /**
   * Compiles the step.
   *
   * @param agent whose decoder and data
   * @param batch rows, at least 2
   */
  public SelectionStep(
      SelectionNetwork network, int agent, int batch, SelectionOptions.Weights weights) {
    this.network = network;
    this.agent = agent;
    this.batch = batch;
    SelectionArchitecture architecture = network.architecture();
    Graph graph = new Graph();
    SelectionGraph parts = new SelectionGraph(network, graph);
    observations = graph.input("observations", batch, architecture.observation());
    actions = graph.input("actions", batch, architecture.actions());
    targets = graph.input("targets", batch, 1);
    encoderDraws = graph.input("encoder draws", batch, architecture.latents());
    decoderDraws = graph.input("decoder draws", batch, architecture.latents());
    Node encoderNoise = parts.encoderNoise();
    Node decoderNoise = parts.decoderNoise(agent);
    Node z = SelectionGraph.noisy(parts.encoder(observations), encoderNoise, encoderDraws);
    Node rebuilt = parts.autoencoder(z);
    Node seen = SelectionGraph.noisy(z, decoderNoise, decoderDraws);
    policyLoss = Reductions.mean(Losses.smoothL1(parts.decoder(agent, seen, actions), targets));
    autoencoderLoss =
        Reductions.mean(Losses.binaryCrossEntropyOfProbabilities(rebuilt, observations));
    Node loss =
        Arithmetic.addAll(
            policyLoss,
            Elementwise.scale(Reductions.sum(decoderNoise), (float) -weights.decoderNoise()),
            Elementwise.scale(Reductions.sum(encoderNoise), (float) -weights.encoderNoise()),
            Elementwise.scale(autoencoderLoss, (float) weights.autoencoder()));
    plan = Plan.training(loss, policyLoss, autoencoderLoss);
  }

  /** Rows of a step. */
  public int batch() {
    return batch;
  }

  /**
   * Rows of one step.
   *
   * @param observations {@code [batch, observation]}
   * @param actions one-hot, {@code [batch, actions]}
   * @param targets {@code [batch]}
   * @param encoderDraws standard normal, {@code [batch, latents]}
   * @param decoderDraws standard normal, {@code [batch, latents]}; in the original the same array
   */
  @SuppressWarnings("ArrayRecordComponent") // filled in place by whoever draws the batch
  public record Batch(
      float[] observations,
      float[] actions,
      float[] targets,
      float[] encoderDraws,
      float[] decoderDraws) {}

  /** Sets the gradients of everything that the loss depends on; losses are then known. */
  public void run(Batch rows) {
    plan.set(observations, rows.observations, 0);
    plan.set(actions, rows.actions, 0);
    plan.set(targets, rows.targets, 0);
    plan.set(encoderDraws, rows.encoderDraws, 0);
    plan.set(decoderDraws, rows.decoderDraws, 0);
    network.shared().gradients().zero();
    network.encoderNoise().gradients().zero();
    network.decoder(agent).gradients().zero();
    network.decoderNoise(agent).gradients().zero();
    plan.forward();
    plan.backward();
  }

  /** The decoder's smooth L1 of the last run. */
  public double policyLoss() {
    return plan.scalar(policyLoss);
  }

  /** The binary cross-entropy of the rebuilt observation of the last run. */
  public double autoencoderLoss() {
    return plan.scalar(autoencoderLoss);
  }

  /** What the plan does and where its time goes, over some runs. */
  List<String> profile(int runs) {
    return plan.profile(runs);
  }

  @Override
  public void close() {
    plan.close();
  }
}
