package io.fabula.model.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * The trained tensors of a simulator, in the order of their files.
 *
 * <p>All start as PyTorch's layers do: weights and biases uniform within {@code 1/sqrt(fan in)}
 * (recurrent layers {@code 1/sqrt(hidden)}), normalisations with scale 1 and shift 0.
 */
final class SimulatorTensors {
  static final String ENCODER = "context_encoder/";
  static final String CONVERT_ENVIRONMENT = "convert_env/";
  static final String CONVERT_AGENT_STATE = "convert_agent_h/";
  static final String CONVERT_ACTION = "convert_action/";
  static final String EMBEDDING = "image_embedding/encoder_image.model.";
  static final String CELL = "rssm_gru/layers.0.";
  static final String IMAGE_DECODER = "image_decoder/model.";
  static final String REWARD_DECODER = "reward_decoder/model.model.";
  static final String TERMINAL_DECODER = "terminal_decoder/model.model.";
  static final List<String> GATES = List.of("reset", "update", "newval");

  private final List<SimulatorTensor> tensors = new ArrayList<>();

  private SimulatorTensors() {}

  static List<SimulatorTensor> of(SimulatorSize size) {
    SimulatorTensors all = new SimulatorTensors();
    all.contextEncoder(size);
    all.converter(CONVERT_ENVIRONMENT, size, size.deterministic() + size.stochastic());
    all.converter(CONVERT_AGENT_STATE, size, size.agentHidden());
    all.converter(CONVERT_ACTION, size, size.actions());
    all.imageEmbedding(size);
    all.recurrentModel(size);
    all.imageDecoder(size);
    all.head(REWARD_DECODER, size);
    all.head(TERMINAL_DECODER, size);
    return List.copyOf(all.tensors);
  }

  private void contextEncoder(SimulatorSize size) {
    int in = SimulatorSize.CHANNELS;
    int side = size.frameSide();
    for (int i = 0; i < size.encoderChannels().size(); i++) {
      String block = ENCODER + "image_embedder.nets." + i + ".";
      int out = size.encoderChannels().get(i);
      convolution(block + "conv1.", out, in, 3);
      convolution(block + "conv2.", out, out, 3);
      normalisation(block + "normalize1.", in, side, side);
      normalisation(block + "normalize2.", out, side, side);
      convolution(block + "conv_sc.", out, in, 1);
      in = out;
      side /= 2;
    }
    int hidden = size.encoderHidden();
    double bound = 1 / Math.sqrt(hidden);
    add(ENCODER + "rnn.weight_ih_l0", bound, 3 * hidden, size.encodedSize());
    add(ENCODER + "rnn.weight_hh_l0", bound, 3 * hidden, hidden);
    add(ENCODER + "rnn.bias_ih_l0", bound, 3 * hidden);
    add(ENCODER + "rnn.bias_hh_l0", bound, 3 * hidden);
    linear(ENCODER + "mlp_out.0.", hidden, hidden);
    linear(ENCODER + "mlp_out.2.", hidden, hidden);
    linear(ENCODER + "bottleneck_mlp.", size.bottleneck(), hidden);
  }

  private void converter(String net, SimulatorSize size, int output) {
    int hidden = size.converterHidden(output);
    linear(net + "nets.0.", hidden, size.bottleneck());
    linear(net + "nets.2.", hidden, hidden);
    linear(net + "nets.4.", output, hidden);
  }

  private void imageEmbedding(SimulatorSize size) {
    int in = SimulatorSize.CHANNELS;
    for (int i = 0; i < size.embeddingChannels().size(); i++) {
      int out = size.embeddingChannels().get(i);
      convolution(EMBEDDING + 2 * i + ".", out, in, SimulatorSize.EMBEDDING_KERNEL);
      in = out;
    }
  }

  private void recurrentModel(SimulatorSize size) {
    int hidden = size.hidden();
    int deterministic = size.deterministic();
    linear("rssm_z/", hidden, size.stochastic());
    weight("rssm_a/weight", hidden, size.actions());
    normalisation("rssm_in_norm/", hidden);
    weight(CELL + "weight_ih.weight", 3 * deterministic, hidden);
    weight(CELL + "weight_hh.weight", 3 * deterministic, deterministic);
    for (String gate : GATES) normalisation(CELL + "ln_" + gate + ".", deterministic);
    linear("prior_h/", hidden, deterministic);
    normalisation("prior_norm/", hidden);
    linear("prior_out/", size.stochastic(), hidden);
    linear("post_h/", hidden, deterministic);
    weight("post_e/weight", hidden, size.embeddingSize());
    normalisation("post_norm/", hidden);
    linear("post_out/", size.stochastic(), hidden);
  }

  private void imageDecoder(SimulatorSize size) {
    int in = size.decoderChannels();
    linear(IMAGE_DECODER + "0.", in * size.decoderSide() * size.decoderSide(), size.feature());
    for (int i = 0; i < size.decoderLayers().size(); i++) {
      SimulatorSize.Deconvolution layer = size.decoderLayers().get(i);
      String name = IMAGE_DECODER + (2 + 2 * i) + ".";
      int kernel = layer.kernel();
      double bound = 1 / Math.sqrt((double) layer.channels() * kernel * kernel);
      add(name + "weight", bound, in, layer.channels(), kernel, kernel);
      add(name + "bias", bound, layer.channels());
      in = layer.channels();
    }
  }

  private void head(String net, SimulatorSize size) {
    int in = size.feature();
    for (int i = 0; i < size.headLayers(); i++) {
      linear(net + 3 * i + ".", size.headHidden(), in);
      normalisation(net + (3 * i + 1) + ".", size.headHidden());
      in = size.headHidden();
    }
    linear(net + 3 * size.headLayers() + ".", 1, in);
  }

  private void linear(String name, int out, int in) {
    weight(name + "weight", out, in);
    add(name + "bias", 1 / Math.sqrt(in), out);
  }

  private void weight(String name, int out, int in) {
    add(name, 1 / Math.sqrt(in), out, in);
  }

  private void convolution(String name, int out, int in, int kernel) {
    double bound = 1 / Math.sqrt((double) in * kernel * kernel);
    add(name + "weight", bound, out, in, kernel, kernel);
    add(name + "bias", bound, out);
  }

  private void normalisation(String name, Integer... shape) {
    tensors.add(new SimulatorTensor(name + "weight", List.of(shape), 1, 0));
    tensors.add(new SimulatorTensor(name + "bias", List.of(shape), 0, 0));
  }

  private void add(String name, double bound, Integer... shape) {
    tensors.add(new SimulatorTensor(name, List.of(shape), 0, bound));
  }
}
