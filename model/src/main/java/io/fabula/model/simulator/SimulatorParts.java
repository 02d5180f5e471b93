package io.fabula.model.simulator;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Convolutions;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.NormGru;
import io.fabula.model.graph.Normalisation;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Pooling;
import io.fabula.model.graph.Recurrent;
import io.fabula.model.graph.Shaping;
import java.util.ArrayList;
import java.util.List;

/**
 * The simulator's networks, appended to a graph part by part. Rows of all inputs and outputs are
 * independent, so a part may see one step of a batch or all its steps at once.
 */
final class SimulatorParts {
  private static final float PICTURE_EPSILON = 1e-5f;
  private static final float EPSILON = 1e-3f;
  private static final float LEAK = 0.01f;
  private static final float SMALLEST_LENGTH = 1e-8f;

  private final Graph graph;
  private final Parameters parameters;
  private final SimulatorSize size;

  /**
   * Parts that read {@code parameters}, whose names are those of {@link SimulatorTensors}.
   *
   * @param parameters a frozen view where nothing is trained
   */
  SimulatorParts(Graph graph, Parameters parameters, SimulatorSize size) {
    this.graph = graph;
    this.parameters = parameters;
    this.size = size;
  }

  SimulatorSize size() {
    return size;
  }

  Graph graph() {
    return graph;
  }

  /**
   * Context frames to bottleneck vectors of length 1.
   *
   * @param frames {@code [context * batch, side, side, 3]}, time first
   * @return {@code [batch, bottleneck]}
   */
  Node encode(Node frames, int batch) {
    Node states = encoderStates(encodedPictures(frames), batch);
    Node last = Shaping.at(states, states.shape().dim(0) - 1);
    Node first = Elementwise.elu(linear("context_encoder/mlp_out.0.", last));
    Node second = Elementwise.elu(linear("context_encoder/mlp_out.2.", first));
    return Normalisation.unit(linear("context_encoder/bottleneck_mlp.", second), SMALLEST_LENGTH);
  }

  /** The context encoder's pictures, one node per halving block. */
  List<Node> encoderBlocks(Node frames) {
    List<Node> blocks = new ArrayList<>();
    Node x = frames;
    for (int i = 0; i < size.encoderChannels().size(); i++) {
      x = halvingBlock(SimulatorTensors.ENCODER + "image_embedder.nets." + i + ".", x);
      blocks.add(x);
    }
    return blocks;
  }

  private Node encodedPictures(Node frames) {
    List<Node> blocks = encoderBlocks(frames);
    return Shaping.flattenImage(blocks.get(blocks.size() - 1));
  }

  private Node halvingBlock(String name, Node x) {
    Node h = convolution(name + "conv1.", pictureNorm(name + "normalize1.", x), 1, 1);
    Node active = Elementwise.leakyRelu(pictureNorm(name + "normalize2.", h), LEAK);
    Node processed = Pooling.maxPool(convolution(name + "conv2.", active, 1, 1), 2, 2, 0);
    Node shortcut = convolution(name + "conv_sc.", Pooling.maxPool(x, 2, 2, 0), 1, 0);
    return Arithmetic.add(processed, shortcut);
  }

  /** The context encoder's GRU over time, from zeros: {@code [context, batch, hidden]}. */
  Node encoderStates(Node pictures, int batch) {
    int context = pictures.shape().dim(0) / batch;
    int hidden = size.encoderHidden();
    String name = SimulatorTensors.ENCODER + "rnn.";
    return Recurrent.gru(
        Shaping.reshape(pictures, context, batch, size.encodedSize()),
        graph.constant(new float[batch * hidden], batch, hidden),
        new Recurrent.GruWeights(
            parameter(name + "weight_ih_l0"),
            parameter(name + "weight_hh_l0"),
            parameter(name + "bias_ih_l0"),
            parameter(name + "bias_hh_l0")));
  }

  /** First environment state and logits of the first stochastic state, side by side. */
  Node environmentStart(Node bottleneck) {
    return converter(SimulatorTensors.CONVERT_ENVIRONMENT, bottleneck);
  }

  /** The agent's first state; the bottleneck gets no gradient from it. */
  Node agentStart(Node bottleneck) {
    Node detached = Shaping.stopGradient(bottleneck);
    return Elementwise.tanh(converter(SimulatorTensors.CONVERT_AGENT_STATE, detached));
  }

  /** Logits of the action before the first simulated frame; no gradient to the bottleneck. */
  Node firstActionLogits(Node bottleneck) {
    return converter(SimulatorTensors.CONVERT_ACTION, Shaping.stopGradient(bottleneck));
  }

  /** That action one-hot, its gradient straight through to the probabilities. */
  Node firstAction(Node bottleneck) {
    Node logits = firstActionLogits(bottleneck);
    return Categorical.mode(logits, Categorical.softmax(logits));
  }

  private Node converter(String net, Node bottleneck) {
    Node first = Elementwise.elu(linear(net + "nets.0.", bottleneck));
    Node second = Elementwise.elu(linear(net + "nets.2.", first));
    return linear(net + "nets.4.", second);
  }

  /** Frames {@code [n, side, side, 3]} to what the posterior reads of them, {@code [n, hidden]}. */
  Node observed(Node frames) {
    return Linear.dense(embed(frames), parameter("post_e/weight"));
  }

  /** Frames to embeddings. */
  Node embed(Node frames) {
    Node x = frames;
    for (int i = 0; i < size.embeddingChannels().size(); i++) {
      x = Elementwise.elu(convolution(SimulatorTensors.EMBEDDING + 2 * i + ".", x, 2, 0));
    }
    return Shaping.flattenImage(x);
  }

  /** Actions, one-hot {@code [n, actions]}, to their part of the cell's input. */
  Node acted(Node actions) {
    return Linear.dense(actions, parameter("rssm_a/weight"));
  }

  /** The cell's input before and after its normalisation and activation. */
  Node cellInput(Node stochastic, Node acted) {
    return normElu("rssm_in_norm/", cellSum(stochastic, acted));
  }

  Node cellSum(Node stochastic, Node acted) {
    return Arithmetic.add(linear("rssm_z/", stochastic), acted);
  }

  /** The next deterministic state. */
  Node cell(Node state, Node cellInput) {
    List<Node> norms = new ArrayList<>();
    for (String gate : SimulatorTensors.GATES) {
      norms.add(parameter(SimulatorTensors.CELL + "ln_" + gate + ".weight"));
      norms.add(parameter(SimulatorTensors.CELL + "ln_" + gate + ".bias"));
    }
    return NormGru.step(
        Linear.dense(cellInput, parameter(SimulatorTensors.CELL + "weight_ih.weight")),
        Linear.dense(state, parameter(SimulatorTensors.CELL + "weight_hh.weight")),
        state,
        new NormGru.Norms(norms),
        EPSILON);
  }

  /** Logits of the stochastic state that the world's dynamics predict. */
  Node prior(Node state) {
    return linear("prior_out/", normElu("prior_norm/", linear("prior_h/", state)));
  }

  /** Logits of the stochastic state, given what was {@link #observed}. */
  Node posterior(Node state, Node observed) {
    Node sum = Arithmetic.add(linear("post_h/", state), observed);
    return linear("post_out/", normElu("post_norm/", sum));
  }

  /** A stochastic state: drawn by uniform numbers, or the mode where there are none. */
  Node stochastic(Node logits, Draws draws, int index) {
    int rows = logits.shape().dim(0);
    Node each = Shaping.reshape(logits, rows, size.variables(), size.classes());
    Node probabilities = Categorical.softmax(each);
    Node uniforms = draws.at(index);
    Node chosen =
        uniforms == null
            ? Categorical.mode(each, probabilities)
            : Categorical.sample(probabilities, uniforms);
    return Shaping.reshape(chosen, rows, size.stochastic());
  }

  /** What the decoders read. */
  Node feature(Node state, Node stochastic) {
    return Shaping.concat(1, state, stochastic);
  }

  /** Features to pictures {@code [n, side, side, 3]}, not limited to 0..1. */
  Node picture(Node feature) {
    int side = size.decoderSide();
    Node first = linear(SimulatorTensors.IMAGE_DECODER + "0.", feature);
    Node x = Shaping.reshape(first, feature.shape().dim(0), size.decoderChannels(), side, side);
    x = Shaping.permute(x, 0, 2, 3, 1);
    List<SimulatorSize.Deconvolution> layers = size.decoderLayers();
    for (int i = 0; i < layers.size(); i++) {
      if (i > 0) x = Elementwise.elu(x);
      String name = SimulatorTensors.IMAGE_DECODER + (2 + 2 * i) + ".";
      x =
          Convolutions.convTranspose2d(
              x,
              parameter(name + "weight"),
              parameter(name + "bias"),
              layers.get(i).stride(),
              layers.get(i).padding());
    }
    return Elementwise.offset(x, 0.5f);
  }

  /** Features to expected rewards {@code [n]}. */
  Node reward(Node feature) {
    return head(SimulatorTensors.REWARD_DECODER, feature);
  }

  /** Features to logits of "the episode ends with this frame", {@code [n]}. */
  Node terminal(Node feature) {
    return head(SimulatorTensors.TERMINAL_DECODER, feature);
  }

  private Node head(String net, Node feature) {
    Node x = feature;
    for (int i = 0; i < size.headLayers(); i++) {
      x = normElu(net + (3 * i + 1) + ".", linear(net + 3 * i + ".", x));
    }
    return Shaping.flatten(linear(net + 3 * size.headLayers() + ".", x), 0);
  }

  /** Step {@code t} of time-first rows {@code [steps * batch, n]}. */
  static Node step(Node rows, int t, int batch) {
    return Shaping.slice(rows, 0, t * batch, (t + 1) * batch);
  }

  private Node normElu(String name, Node x) {
    return Elementwise.elu(
        Normalisation.layerNorm(x, parameter(name + "weight"), parameter(name + "bias"), EPSILON));
  }

  private Node pictureNorm(String name, Node x) {
    return Normalisation.layerNormImage(
        x, parameter(name + "weight"), parameter(name + "bias"), PICTURE_EPSILON);
  }

  private Node convolution(String name, Node x, int stride, int padding) {
    return Convolutions.conv2d(
        x, parameter(name + "weight"), parameter(name + "bias"), stride, padding);
  }

  private Node linear(String name, Node x) {
    return Linear.dense(x, parameter(name + "weight"), parameter(name + "bias"));
  }

  private Node parameter(String name) {
    return graph.parameter(parameters, name);
  }
}
