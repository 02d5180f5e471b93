package io.fabula.model.trajectories;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Recurrent;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.ops.BatchNorm;
import io.fabula.model.sets.NetworkTensor;
import io.fabula.model.sets.TensorNodes;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of the autoencoder. What describes a thing is gathered from all its trajectories; what
 * describes a trajectory is found beside it; both tell the trajectory again from its first state.
 *
 * @param numbers of a state
 * @param size of both descriptions and of the layers between
 * @param recurrent units of the LSTMs
 */
record TrajectoryNetwork(int numbers, int size, int recurrent) {
  private static final String ENCODER = "encoder";
  private static final String POOLED = "thing";
  private static final String POSTERIOR = "posterior";
  private static final String PRIOR = "prior";
  private static final String DECODER = "decoder";
  private static final int LSTM_LAYERS = 2;
  private static final int BLOCK = 2;
  private static final int LAST_BLOCK = 3;
  private static final float EPSILON = 1e-3f;

  /** Normalised outputs in the order in which their statistics are kept. */
  static final List<String> NORMS = List.of(POOLED, POSTERIOR, PRIOR);

  /** How outputs are normalised. */
  interface Norms {
    /** Normalises all numbers of {@code x} as one channel. */
    Node of(String name, Node x, Node scale, Node shift);
  }

  /** Mean and logarithm of variance. */
  record Distribution(Node mean, Node logVariance) {}

  List<NetworkTensor> tensors() {
    List<NetworkTensor> all = new ArrayList<>();
    for (int layer = 0; layer < LSTM_LAYERS; layer++) {
      int in = layer == 0 ? numbers : 2 * recurrent;
      all.addAll(TrajectoryLayers.lstm(ENCODER, "_l" + layer, in, recurrent));
      all.addAll(TrajectoryLayers.lstm(ENCODER, "_l" + layer + "_reverse", in, recurrent));
    }
    all.addAll(TrajectoryLayers.linear(POOLED + ".first", recurrent, size));
    all.addAll(TrajectoryLayers.residual(POOLED + ".before", size, BLOCK));
    all.addAll(TrajectoryLayers.linear(POOLED + ".last", size, size));
    all.addAll(TrajectoryLayers.residual(POOLED + ".after", size, LAST_BLOCK));
    all.addAll(TrajectoryLayers.linear(POOLED + ".output", size, 2 * size));
    all.addAll(TrajectoryLayers.norm(POOLED));
    all.addAll(TrajectoryLayers.linear(POSTERIOR + ".of_trajectory", recurrent, size));
    for (String name : List.of(POSTERIOR, PRIOR)) {
      all.addAll(TrajectoryLayers.linear(name + ".of_thing", size, size));
      all.addAll(TrajectoryLayers.residual(name + ".block_0", size, BLOCK));
      all.addAll(TrajectoryLayers.residual(name + ".block_1", size, BLOCK));
      all.addAll(TrajectoryLayers.linear(name + ".output", size, size));
      all.addAll(TrajectoryLayers.norm(name));
      all.add(TrajectoryLayers.logVariance(name, size));
    }
    all.addAll(TrajectoryLayers.linear(DECODER + ".of_trajectory", size, recurrent));
    all.addAll(TrajectoryLayers.linear(DECODER + ".of_thing", size, recurrent));
    all.addAll(TrajectoryLayers.linear(DECODER + ".of_state", numbers, recurrent));
    all.addAll(TrajectoryLayers.residual(DECODER + ".state", recurrent, BLOCK));
    all.addAll(TrajectoryLayers.lstm(DECODER, "", recurrent, recurrent));
    all.addAll(TrajectoryLayers.linear(DECODER + ".output", recurrent, numbers));
    all.add(TrajectoryLayers.logVariance(DECODER, numbers));
    return all;
  }

  /**
   * Numbers of each trajectory: means over time and both directions.
   *
   * @param x {@code [states, rows, numbers]}
   * @return {@code [rows, recurrent]}
   */
  Node encode(Node x, TensorNodes tensors) {
    Recurrent.LstmWeights[][] layers = new Recurrent.LstmWeights[LSTM_LAYERS][];
    for (int layer = 0; layer < LSTM_LAYERS; layer++) {
      layers[layer] =
          new Recurrent.LstmWeights[] {
            TrajectoryLayers.lstm(ENCODER, "_l" + layer, tensors),
            TrajectoryLayers.lstm(ENCODER, "_l" + layer + "_reverse", tensors)
          };
    }
    Node mean = Reductions.mean(Recurrent.bidirectionalLstm(x, layers), 0);
    return Reductions.mean(Shaping.reshape(mean, mean.shape().dim(0), 2, recurrent), 1);
  }

  /**
   * What describes things.
   *
   * @param codes {@code [things each, recurrent]}
   * @return of shape {@code [things, size]}
   */
  Distribution thing(Node codes, int things, TensorNodes tensors, Norms norms) {
    Node x = Elementwise.relu(tensors.dense(codes, POOLED + ".first"));
    x = TrajectoryLayers.residual(x, POOLED + ".before", BLOCK, tensors);
    x = tensors.dense(x, POOLED + ".last");
    Node mean = Reductions.mean(Shaping.reshape(x, things, -1, size), 1);
    Node y = TrajectoryLayers.residual(mean, POOLED + ".after", LAST_BLOCK, tensors);
    Node both = normalised(POOLED, tensors.dense(y, POOLED + ".output"), tensors, norms);
    return new Distribution(
        Shaping.slice(both, 1, 0, size), Shaping.slice(both, 1, size, 2 * size));
  }

  /**
   * What describes trajectories that were seen.
   *
   * @param codes {@code [things each, recurrent]}
   * @param thing {@code [things, size]}
   * @return a mean {@code [things, each, size]} and a shared {@code [size]}
   */
  Distribution posterior(Node codes, Node thing, TensorNodes tensors, Norms norms) {
    int things = thing.shape().dim(0);
    Node own = tensors.dense(codes, POSTERIOR + ".of_trajectory");
    Node shared = tensors.dense(thing, POSTERIOR + ".of_thing");
    Node sum =
        Arithmetic.add(
            Shaping.reshape(own, things, -1, size), Shaping.reshape(shared, things, 1, size));
    return trajectory(POSTERIOR, sum, tensors, norms);
  }

  /**
   * What trajectories of a thing are to be expected.
   *
   * @param thing {@code [things, size]}
   * @return a mean {@code [things, 1, size]} and a shared {@code [size]}
   */
  Distribution prior(Node thing, TensorNodes tensors, Norms norms) {
    Node sum = tensors.dense(thing, PRIOR + ".of_thing");
    return trajectory(PRIOR, Shaping.reshape(sum, thing.shape().dim(0), 1, size), tensors, norms);
  }

  private Distribution trajectory(String name, Node sum, TensorNodes tensors, Norms norms) {
    Node x = Elementwise.relu(sum);
    x = TrajectoryLayers.residual(x, name + ".block_0", BLOCK, tensors);
    x = TrajectoryLayers.residual(x, name + ".block_1", BLOCK, tensors);
    Node mean = normalised(name, tensors.dense(x, name + ".output"), tensors, norms);
    return new Distribution(mean, tensors.of(name + ".log_variance"));
  }

  private static Node normalised(String name, Node x, TensorNodes tensors, Norms norms) {
    Node flat = Shaping.reshape(x, x.shape().size(), 1);
    Node even =
        norms.of(name, flat, tensors.of(name + ".norm.weight"), tensors.of(name + ".norm.bias"));
    return Shaping.reshape(even, x.shape().dims());
  }

  /** A batch's own moments; what the running statistics take is added to {@code moments}. */
  static Norms ofTheBatch(List<Node> moments) {
    return (name, x, scale, shift) -> {
      BatchNorm.Normalised normalised = BatchNorm.train(x, scale, shift, EPSILON);
      moments.add(normalised.moments());
      return normalised.value();
    };
  }

  /** Running statistics, in the order of {@link #NORMS}. */
  static Norms running(List<BatchNorm> statistics) {
    return (name, x, scale, shift) ->
        statistics.get(NORMS.indexOf(name)).use(x, scale, shift, EPSILON);
  }

  /**
   * The states after the first one.
   *
   * @param thing {@code [things, size]}
   * @param trajectory {@code [things, each or 1, size]}
   * @param first {@code [things each, numbers]}
   * @return {@code [states - 1, things each, numbers]}
   */
  Node decode(Node thing, Node trajectory, Node first, int states, TensorNodes tensors) {
    int things = thing.shape().dim(0);
    int rows = first.shape().dim(0);
    Node own = tensors.dense(trajectory, DECODER + ".of_trajectory");
    Node shared = tensors.dense(thing, DECODER + ".of_thing");
    Node both =
        Elementwise.relu(Arithmetic.add(own, Shaping.reshape(shared, things, 1, recurrent)));
    Node told =
        Shaping.reshape(Shaping.broadcast(both, things, rows / things, recurrent), rows, recurrent);
    Graph graph = first.graph();
    Node hidden = graph.constant(new float[rows * recurrent], rows, recurrent);
    Node cell = hidden;
    Node state = first;
    Node[] next = new Node[states - 1];
    for (int t = 0; t < next.length; t++) {
      Node seen = tensors.dense(state, DECODER + ".of_state");
      seen = TrajectoryLayers.residual(seen, DECODER + ".state", BLOCK, tensors);
      Node input = Shaping.reshape(Arithmetic.mul(told, seen), 1, rows, recurrent);
      Node step = Recurrent.lstm(input, hidden, cell, TrajectoryLayers.lstm(DECODER, "", tensors));
      hidden = Shaping.at(Shaping.at(step, 0), 0);
      cell = Shaping.at(Shaping.at(step, 1), 0);
      state = tensors.dense(hidden, DECODER + ".output");
      next[t] = state;
    }
    return Shaping.stack(next);
  }

  /** The logarithm of the variance of each number of a state that is told. */
  Node stateLogVariance(TensorNodes tensors) {
    return tensors.of(DECODER + ".log_variance");
  }
}
