package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;
import org.jspecify.annotations.Nullable;

/** Recurrent cells over blocks of steps, in PyTorch's forms. */
public final class Recurrent {
  private Recurrent() {}

  /**
   * The weights of a GRU, gates stacked in the order r, z, n.
   *
   * @param inputWeight [3 hidden, in]
   * @param hiddenWeight [3 hidden, hidden]
   * @param inputBias [3 hidden]
   * @param hiddenBias [3 hidden]
   */
  public record GruWeights(Node inputWeight, Node hiddenWeight, Node inputBias, Node hiddenBias) {}

  /**
   * The weights of an LSTM, gates stacked in the order i, f, g, o.
   *
   * @param inputWeight [4 hidden, in]
   * @param hiddenWeight [4 hidden, hidden]
   * @param inputBias [4 hidden]
   * @param hiddenBias [4 hidden]
   */
  public record LstmWeights(Node inputWeight, Node hiddenWeight, Node inputBias, Node hiddenBias) {}

  /**
   * One step of a GRU: {@code r = sigmoid(Wr x + br + Ur h + cr)}, z likewise, {@code n = tanh(Wn x
   * + bn + r (Un h + cn))}, {@code h' = (1 - z) n + z h}.
   *
   * @param x [batch, in]
   * @param h [batch, hidden]
   * @return the new state [batch, hidden]
   */
  public static Node gruStep(Node x, Node h, GruWeights weights) {
    int[] dims = x.shape().dims();
    Node states = gru(Shaping.reshape(x, 1, dims[0], dims[1]), h, weights);
    return Shaping.at(states, 0);
  }

  /**
   * A GRU over a block of steps.
   *
   * @param x [time, batch, in]
   * @param h0 [batch, hidden], the state before the first step
   * @return the states after each step [time, batch, hidden]
   */
  public static Node gru(Node x, Node h0, GruWeights weights) {
    return block(x, h0, weights, null, null);
  }

  /**
   * A GRU over a block in which episodes begin: the state that enters step t is multiplied by
   * {@code mask[t]}.
   *
   * @param mask [time, batch], 0 where an episode begins at that step, else 1; has no gradient
   */
  public static Node maskedGru(Node x, Node h0, Node mask, GruWeights weights) {
    return block(x, h0, weights, mask, null);
  }

  /**
   * A GRU over a block in which episodes begin with a trained state: {@code mask h + (1 - mask)
   * initial} enters each step.
   *
   * @param initial [hidden]
   */
  public static Node maskedGru(Node x, Node h0, Node mask, Node initial, GruWeights weights) {
    return block(x, h0, weights, mask, initial);
  }

  private static Node block(
      Node x, Node h0, GruWeights w, @Nullable Node mask, @Nullable Node initial) {
    int hidden = requireFit("gru", 3, x, h0, w.inputWeight(), w.hiddenWeight());
    Shape shape = x.shape().withLast(hidden);
    if (mask == null) {
      return x.graph()
          .add(
              new GruOp(),
              shape,
              x,
              h0,
              w.inputWeight(),
              w.hiddenWeight(),
              w.inputBias(),
              w.hiddenBias());
    }
    if (mask.shape().size() != shape.rows()) {
      throw new IllegalArgumentException("gru: mask " + mask + " does not fit " + x);
    }
    if (initial == null) {
      return x.graph()
          .add(
              new GruOp(),
              shape,
              x,
              h0,
              w.inputWeight(),
              w.hiddenWeight(),
              w.inputBias(),
              w.hiddenBias(),
              mask);
    }
    if (initial.shape().size() != hidden) {
      throw new IllegalArgumentException("gru: initial state " + initial + " does not fit " + h0);
    }
    return x.graph()
        .add(
            new GruOp(),
            shape,
            x,
            h0,
            w.inputWeight(),
            w.hiddenWeight(),
            w.inputBias(),
            w.hiddenBias(),
            mask,
            initial);
  }

  /**
   * An LSTM over a block of steps: {@code c' = f c + i g}, {@code h' = o tanh(c')}.
   *
   * @param x [time, batch, in]
   * @param h0 [batch, hidden]
   * @param c0 [batch, hidden]
   * @return [2, time, batch, hidden]: the states h after each step, then the cells c
   */
  public static Node lstm(Node x, Node h0, Node c0, LstmWeights w) {
    int hidden = requireFit("lstm", 4, x, h0, w.inputWeight(), w.hiddenWeight());
    if (!c0.shape().equals(h0.shape())) {
      throw new IllegalArgumentException("lstm: " + c0 + " does not fit " + h0);
    }
    Shape shape = Shape.of(2, x.shape().dim(0), x.shape().dim(1), hidden);
    return x.graph()
        .add(
            new LstmOp(),
            shape,
            x,
            h0,
            w.inputWeight(),
            w.hiddenWeight(),
            w.inputBias(),
            w.hiddenBias(),
            c0);
  }

  /**
   * LSTMs in both directions from zero states, layer upon layer.
   *
   * @param x [time, batch, in]
   * @param layers of each layer the weights forward and backward in time; from the second on they
   *     read both directions of the layer before
   * @return [time, batch, 2 hidden]: the states forward in time, then those backward
   */
  public static Node bidirectionalLstm(Node x, LstmWeights[]... layers) {
    if (layers.length == 0) throw new IllegalArgumentException("an LSTM needs at least 1 layer");
    Node y = x;
    for (LstmWeights[] layer : layers) {
      if (layer.length != 2) {
        throw new IllegalArgumentException("a layer has 2 directions, got " + layer.length);
      }
      Node ahead = states(y, layer[0]);
      Node back = Shaping.reverse(states(Shaping.reverse(y), layer[1]));
      y = Shaping.concat(2, ahead, back);
    }
    return y;
  }

  private static Node states(Node x, LstmWeights weights) {
    int batch = x.shape().dim(1);
    int hidden = weights.hiddenWeight().shape().last();
    Node zero = x.graph().constant(new float[batch * hidden], batch, hidden);
    return Shaping.at(lstm(x, zero, zero, weights), 0);
  }

  private static int requireFit(
      String kind, int gates, Node x, Node h0, Node inputWeight, Node hiddenWeight) {
    Shape state = h0.shape();
    boolean fits =
        x.shape().rank() == 3
            && state.rank() == 2
            && state.dim(0) == x.shape().dim(1)
            && inputWeight.shape().equals(Shape.of(gates * state.last(), x.shape().last()))
            && hiddenWeight.shape().equals(Shape.of(gates * state.last(), state.last()));
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: %s, %s, %s and %s do not fit together"
              .formatted(kind, x, h0, inputWeight, hiddenWeight));
    }
    return state.last();
  }
}
