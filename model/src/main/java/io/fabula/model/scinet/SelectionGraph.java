package io.fabula.model.scinet;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;

/** Builds encoder, noise and decoders into a graph. */
final class SelectionGraph {
  /**
   * Added to a latent's variance before its root: the root's gradient at 0 is infinite, and latents
   * that nobody uses come near it.
   */
  private static final float VARIANCE_FLOOR = 1e-12f;

  private final SelectionNetwork network;
  private final SelectionArchitecture architecture;
  private final Graph graph;

  SelectionGraph(SelectionNetwork network, Graph graph) {
    this.network = network;
    architecture = network.architecture();
    this.graph = graph;
  }

  /**
   * The latents without noise.
   *
   * @param observations {@code [batch, observation]}
   * @return {@code [batch, latents]}
   */
  Node encoder(Node observations) {
    DenseStack stack = architecture.encoderStack();
    int linear = stack.layers() - 2;
    return stack.build(
        graph, network.shared(), observations, 0, (i, x) -> i < linear ? Elementwise.elu(x) : x);
  }

  /** The deviations of latents over the batch, {@code [1, latents]}, by the count less 1. */
  static Node deviations(Node latents) {
    Node variances = Reductions.varianceKeeping(latents, true, 0);
    return Elementwise.sqrt(Elementwise.offset(variances, VARIANCE_FLOOR));
  }

  /**
   * Latents with noise: {@code u + std(u) exp(s) r}; gradients flow through the deviations.
   *
   * @param latents {@code [batch, latents]}; a batch of at least 2
   * @param logNoise s, {@code [latents]}
   * @param draws r, standard normal, {@code [batch, latents]}
   */
  static Node noisy(Node latents, Node logNoise, Node draws) {
    Node scale = Arithmetic.mul(deviations(latents), Elementwise.exp(logNoise));
    return Arithmetic.add(latents, Arithmetic.mul(draws, scale));
  }

  /** The encoder's noise parameters. */
  Node encoderNoise() {
    return graph.parameter(network.encoderNoise(), SelectionArchitecture.NOISE);
  }

  /** A decoder's noise parameters. */
  Node decoderNoise(int agent) {
    return graph.parameter(network.decoderNoise(agent), SelectionArchitecture.NOISE);
  }

  /** The rebuilt observation, each number in (0, 1). */
  Node autoencoder(Node latents) {
    DenseStack stack = architecture.autoencoderStack();
    int last = stack.layers() - 1;
    return stack.build(
        graph,
        network.shared(),
        latents,
        0,
        (i, x) -> i < last ? Elementwise.elu(x) : Elementwise.sigmoid(x));
  }

  /**
   * The value that an agent's decoder predicts of actions.
   *
   * @param latents {@code [batch, latents]}
   * @param actions one-hot, {@code [batch, actions]}
   * @return {@code [batch, 1]}
   */
  Node decoder(int agent, Node latents, Node actions) {
    Parameters parameters = network.decoder(agent);
    Node hidden =
        architecture
            .decoderStack()
            .build(
                graph,
                parameters,
                Shaping.concat(1, latents, actions),
                0,
                (i, x) -> Elementwise.relu(x));
    return Linear.dense(
        hidden,
        graph.parameter(parameters, SelectionArchitecture.OUTPUT_WEIGHT),
        graph.parameter(parameters, SelectionArchitecture.OUTPUT_BIAS));
  }
}
