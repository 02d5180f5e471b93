package io.fabula.model.impala;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.model.weights.ParameterShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The size of an IMPALA-GRU agent (Espeholt et al. 2018, Figure 3; one GRU layer instead of the
 * LSTM).
 *
 * @param frame side of the square frames that the world gives, pixels
 * @param pool side of the blocks that are averaged before the agent looks; 1, 2 or 4
 * @param stride of the first convolution, 1 or 2; the study's agent has 1
 * @param channels of each block: convolution, pooling, two residual parts
 * @param embedding units of the linear layer behind the blocks
 * @param hidden units of the GRU; equal to {@code embedding} where {@code recurrent} is false
 * @param recurrent whether there is a GRU
 * @param actions number of discrete actions
 */
public record ImpalaArchitecture(
    int frame,
    int pool,
    int stride,
    List<Integer> channels,
    int embedding,
    int hidden,
    boolean recurrent,
    int actions) {
  /** Colour channels of a frame. */
  public static final int COLOURS = 3;

  /** Residual parts per block. */
  static final int RESIDUALS = 2;

  public ImpalaArchitecture {
    channels = List.copyOf(channels);
    if (pool != 1 && pool != 2 && pool != 4) {
      throw new IllegalArgumentException("pool must be 1, 2 or 4, got " + pool);
    }
    if (stride != 1 && stride != 2) {
      throw new IllegalArgumentException("stride must be 1 or 2, got " + stride);
    }
    if (frame < pool || frame % pool != 0) {
      throw new IllegalArgumentException(
          "frame must be a multiple of pool (" + pool + "), got " + frame);
    }
    if (channels.isEmpty() || channels.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException("channels must be numbers from 1, got " + channels);
    }
    requirePositive("embedding", embedding);
    requirePositive("hidden", hidden);
    requirePositive("actions", actions);
    if (!recurrent && hidden != embedding) {
      throw new IllegalArgumentException(
          "without recurrence hidden must equal embedding, got " + hidden + " and " + embedding);
    }
  }

  /** The agent of the study on 64x64 frames with 15 actions: 254,800 parameters. */
  public static ImpalaArchitecture paper() {
    return new ImpalaArchitecture(64, 1, 1, List.of(16, 32, 32), 64, 64, true, 15);
  }

  /**
   * A small agent that sees 4x4 averages. Channels are multiples of 16: eight cost more time than
   * sixteen, because the convolution kernels work on blocks of 16 channels.
   */
  public static ImpalaArchitecture mini() {
    return new ImpalaArchitecture(64, 4, 1, List.of(16, 32), 32, 32, true, 15);
  }

  /** The same agent with or without its GRU. */
  public ImpalaArchitecture withRecurrent(boolean value) {
    return new ImpalaArchitecture(
        frame, pool, stride, channels, embedding, value ? hidden : embedding, value, actions);
  }

  /** Side of what the agent looks at, in averaged pixels. */
  public int side() {
    return frame / pool;
  }

  /** Numbers in what the agent looks at: {@code [side, side, 3]}. */
  public int inputSize() {
    return side() * side() * COLOURS;
  }

  /** Side of the feature maps behind block {@code block}, from 0. */
  public int sideAfter(int block) {
    int side = (side() + stride - 1) / stride;
    for (int i = 0; i <= block; i++) side = (side + 1) / 2;
    return side;
  }

  /** Numbers that enter the linear layer. */
  public int features() {
    int last = channels.size() - 1;
    return channels.get(last) * sideAfter(last) * sideAfter(last);
  }

  /**
   * Checks that the agent can play a world.
   *
   * @throws IllegalArgumentException naming what the world has and what the agent needs
   */
  public void requireFits(EnvironmentSpec world) {
    boolean sees =
        world.observations() instanceof ObservationSpace.Image image
            && image.byteValued()
            && image.height() == frame
            && image.width() == frame
            && image.channels() == COLOURS;
    boolean acts =
        world.actions() instanceof ActionSpace.Discrete && world.actions().count() == actions;
    if (!sees || !acts) {
      throw new IllegalArgumentException(
          "the agent needs "
              + frame
              + "x"
              + frame
              + " byte images and "
              + actions
              + " discrete actions, the world \""
              + world.name()
              + "\" has "
              + world.observations()
              + " and "
              + world.actions().count()
              + " actions");
    }
  }

  /** Every parameter tensor in the order of the original modules, with PyTorch's shapes. */
  public List<ParameterShape> parameters() {
    List<ParameterShape> all = new ArrayList<>();
    if (recurrent) all.add(new ParameterShape("init_hx", List.of(hidden)));
    int in = COLOURS;
    for (int block = 0; block < channels.size(); block++) {
      int out = channels.get(block);
      String name = "embedder.block" + (block + 1);
      addConvolution(all, name + ".conv", in, out);
      for (int residual = 1; residual <= RESIDUALS; residual++) {
        addConvolution(all, name + ".res" + residual + ".conv1", out, out);
        addConvolution(all, name + ".res" + residual + ".conv2", out, out);
      }
      in = out;
    }
    addLinear(all, "embedder.fc", features(), embedding);
    addLinear(all, "fc_policy", hidden, actions);
    addLinear(all, "fc_value", hidden, 1);
    if (recurrent) {
      all.add(new ParameterShape("gru.gru.weight_ih_l0", List.of(3 * hidden, embedding)));
      all.add(new ParameterShape("gru.gru.weight_hh_l0", List.of(3 * hidden, hidden)));
      all.add(new ParameterShape("gru.gru.bias_ih_l0", List.of(3 * hidden)));
      all.add(new ParameterShape("gru.gru.bias_hh_l0", List.of(3 * hidden)));
    }
    return List.copyOf(all);
  }

  /** Number of trainable numbers. */
  public int parameterCount() {
    return parameters().stream().mapToInt(ParameterShape::size).sum();
  }

  private static void addConvolution(List<ParameterShape> all, String name, int in, int out) {
    all.add(new ParameterShape(name + ".weight", List.of(out, in, 3, 3)));
    all.add(new ParameterShape(name + ".bias", List.of(out)));
  }

  private static void addLinear(List<ParameterShape> all, String name, int in, int out) {
    all.add(new ParameterShape(name + ".weight", List.of(out, in)));
    all.add(new ParameterShape(name + ".bias", List.of(out)));
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) throw new IllegalArgumentException(name + " must be at least 1, got " + value);
  }
}
