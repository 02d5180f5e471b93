package io.fabula.model.simulator;

import java.util.List;

/**
 * Every width of the simulator's networks.
 *
 * <p>Derived widths: the converters from the bottleneck have two hidden layers of half the sum of
 * input and output; the agent's state and the number of actions come from the agent.
 *
 * @param frameSide rows and columns of a simulated frame: what the agent sees
 * @param encoderChannels output channels of the context encoder's halving blocks
 * @param encoderHidden width of the context encoder's GRU and of the two layers behind it
 * @param bottleneck width of the bottleneck vector, which has length 1
 * @param deterministic width {@code D} of the deterministic environment state
 * @param variables number of categorical variables in the stochastic state
 * @param classes classes of each of them
 * @param hidden width of the layers around the recurrent cell
 * @param embeddingChannels output channels of the posterior's image embedding: convolutions 4x4,
 *     stride 2, without padding
 * @param decoderChannels channels of the decoder's first picture
 * @param decoderSide rows and columns of the decoder's first picture
 * @param decoderLayers transposed convolutions from there to the frame
 * @param headLayers hidden layers of the reward and of the terminal decoder
 * @param headHidden width of these layers
 * @param agentHidden width of the agent's state
 * @param actions number of actions
 */
public record SimulatorSize(
    int frameSide,
    List<Integer> encoderChannels,
    int encoderHidden,
    int bottleneck,
    int deterministic,
    int variables,
    int classes,
    int hidden,
    List<Integer> embeddingChannels,
    int decoderChannels,
    int decoderSide,
    List<Deconvolution> decoderLayers,
    int headLayers,
    int headHidden,
    int agentHidden,
    int actions) {

  /** Colours of a frame. */
  public static final int CHANNELS = 3;

  /** Kernel of the image embedding's convolutions; their stride is half of it. */
  static final int EMBEDDING_KERNEL = 4;

  /**
   * One transposed convolution.
   *
   * @param channels output channels
   * @param kernel rows and columns of the kernel
   * @param stride of the output
   * @param padding cut from each border of the output
   */
  public record Deconvolution(int channels, int kernel, int stride, int padding) {
    /** Checks the sizes. */
    public Deconvolution {
      require("channels", channels, 1);
      require("kernel", kernel, 1);
      require("stride", stride, 1);
      require("padding", padding, 0);
    }

    int outputSide(int side) {
      return (side - 1) * stride - 2 * padding + kernel;
    }
  }

  /** Checks that the parts fit together. */
  public SimulatorSize {
    encoderChannels = List.copyOf(encoderChannels);
    embeddingChannels = List.copyOf(embeddingChannels);
    decoderLayers = List.copyOf(decoderLayers);
    require("frameSide", frameSide, 1);
    require("encoderHidden", encoderHidden, 1);
    require("bottleneck", bottleneck, 1);
    require("deterministic", deterministic, 1);
    require("variables", variables, 1);
    require("classes", classes, 2);
    require("hidden", hidden, 1);
    require("decoderChannels", decoderChannels, 1);
    require("decoderSide", decoderSide, 1);
    require("headLayers", headLayers, 1);
    require("headHidden", headHidden, 1);
    require("agentHidden", agentHidden, 1);
    require("actions", actions, 2);
    require("encoderChannels' length", encoderChannels.size(), 1);
    require("embeddingChannels' length", embeddingChannels.size(), 1);
    require("decoderLayers' length", decoderLayers.size(), 1);
    encoderChannels.forEach(channels -> require("encoderChannels", channels, 1));
    embeddingChannels.forEach(channels -> require("embeddingChannels", channels, 1));
    if (frameSide % (1 << encoderChannels.size()) != 0) {
      throw new IllegalArgumentException(
          "frameSide must be halved "
              + encoderChannels.size()
              + " times by encoderChannels, got "
              + frameSide);
    }
    int side = decoderSide;
    for (Deconvolution layer : decoderLayers) side = layer.outputSide(side);
    int channels = decoderLayers.get(decoderLayers.size() - 1).channels();
    if (side != frameSide || channels != CHANNELS) {
      throw new IllegalArgumentException(
          "decoderLayers must end at "
              + CHANNELS
              + " channels of side "
              + frameSide
              + ", got "
              + channels
              + " of side "
              + side);
    }
    require("side of the image embedding", embeddingSide(frameSide, embeddingChannels.size()), 1);
  }

  /** The published size: 64x64 frames, 28,701,964 parameters with the published agent. */
  public static SimulatorSize paper(int agentHidden, int actions) {
    return new SimulatorSize(
        64,
        List.of(64, 64, 64, 128),
        512,
        128,
        512,
        32,
        32,
        1000,
        List.of(32, 64, 128, 256),
        1536,
        1,
        List.of(
            new Deconvolution(192, 5, 2, 0),
            new Deconvolution(96, 5, 2, 0),
            new Deconvolution(48, 6, 2, 0),
            new Deconvolution(CHANNELS, 6, 2, 0)),
        4,
        400,
        agentHidden,
        actions);
  }

  /**
   * The small size for an agent that looks through an average pool.
   *
   * @param frameSide 16, 32 or 64
   */
  public static SimulatorSize mini(int frameSide, int agentHidden, int actions) {
    List<Integer> encoder =
        switch (frameSide) {
          case 16 -> List.of(8, 16);
          case 32 -> List.of(8, 16, 16);
          case 64 -> List.of(8, 8, 16, 16);
          default ->
              throw new IllegalArgumentException(
                  "frameSide of a small simulator must be 16, 32 or 64, got " + frameSide);
        };
    List<Integer> embedding =
        switch (frameSide) {
          case 16 -> List.of(16, 32);
          case 32 -> List.of(16, 32, 32);
          default -> List.of(8, 16, 32, 32);
        };
    List<Deconvolution> decoder =
        switch (frameSide) {
          case 16 -> List.of(doubling(16), doubling(CHANNELS));
          case 32 -> List.of(doubling(16), doubling(16), doubling(CHANNELS));
          default -> List.of(doubling(16), doubling(16), doubling(8), doubling(CHANNELS));
        };
    return new SimulatorSize(
        frameSide,
        encoder,
        64,
        16,
        64,
        8,
        8,
        64,
        embedding,
        32,
        4,
        decoder,
        2,
        64,
        agentHidden,
        actions);
  }

  private static Deconvolution doubling(int channels) {
    return new Deconvolution(channels, 4, 2, 1);
  }

  /** Width of the stochastic state, {@code variables * classes}. */
  public int stochastic() {
    return variables * classes;
  }

  /** Width of the whole environment state that the decoders see. */
  public int feature() {
    return deterministic + stochastic();
  }

  /** Values of one frame. */
  public int frameSize() {
    return CHANNELS * frameSide * frameSide;
  }

  /** Side of the context encoder's last picture. */
  int encodedSide() {
    return frameSide >> encoderChannels.size();
  }

  /** Values that the context encoder's GRU reads per frame. */
  int encodedSize() {
    return encoderChannels.get(encoderChannels.size() - 1) * encodedSide() * encodedSide();
  }

  /** Width of the posterior's image embedding. */
  int embeddingSize() {
    int layers = embeddingChannels.size();
    int side = embeddingSide(frameSide, layers);
    return embeddingChannels.get(layers - 1) * side * side;
  }

  /** Width of the hidden layers of a converter from the bottleneck. */
  int converterHidden(int output) {
    return (bottleneck + output) / 2;
  }

  private static int embeddingSide(int side, int layers) {
    for (int i = 0; i < layers; i++) {
      side = side < EMBEDDING_KERNEL ? 0 : (side - EMBEDDING_KERNEL) / 2 + 1;
    }
    return side;
  }

  private static void require(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
  }
}
