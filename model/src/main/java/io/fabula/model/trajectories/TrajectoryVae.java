package io.fabula.model.trajectories;

import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.ops.BatchNorm;
import io.fabula.model.sets.NetworkTensor;
import io.fabula.model.sets.TensorNodes;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.List;

/**
 * A hierarchical variational autoencoder of trajectories: some numbers describe a thing, some
 * others a trajectory of it. The mean of the first is the thing's representation.
 *
 * <p>Trajectories are read by an LSTM of two layers in both directions, and told again by an LSTM
 * that goes on from the first state. All outputs of a description are normalised as one channel.
 */
public final class TrajectoryVae implements AutoCloseable {
  private static final String FORMAT = "trajectories.vae";
  private static final String SHAPE = "trajectories.shape";
  private static final double MOMENTUM = 1e-2;
  private static final int BATCH = 16;

  final TrajectoryNetwork network;
  final Parameters parameters;
  final List<BatchNorm> statistics = new ArrayList<>();
  private final List<NetworkTensor> tensors;
  private final int states;

  private TrajectoryVae(int states, TrajectoryNetwork network) {
    this.states = states;
    this.network = network;
    tensors = network.tensors();
    parameters = NetworkTensor.allocate(tensors);
    for (int i = 0; i < TrajectoryNetwork.NORMS.size(); i++) {
      statistics.add(new BatchNorm(1, MOMENTUM));
    }
  }

  /** A new one for trajectories like {@code data}. */
  public static TrajectoryVae create(Trajectories data, TrajectoryVaeOptions options, long seed) {
    TrajectoryNetwork network =
        new TrajectoryNetwork(data.numbers(), options.size(), options.recurrent());
    TrajectoryVae vae = new TrajectoryVae(data.states(), network);
    NetworkTensor.begin(vae.tensors, vae.parameters, Seeds.of(seed, "trajectory vae"));
    return vae;
  }

  private CheckpointMetadata identity() {
    return CheckpointMetadata.of(
        SHAPE,
        "%d states of %d numbers, %d described by, %d recurrent"
            .formatted(states, network.numbers(), network.size(), network.recurrent()));
  }

  /** Weights and running statistics. */
  public TensorFile save() {
    TensorFile file = new TensorFile();
    file.putMetadata("format", FORMAT);
    identity().save(file);
    for (NetworkTensor each : tensors) {
      file.put(each.name(), new Tensor.Floats(dims(each), parameters.get(each.name())));
    }
    for (int i = 0; i < statistics.size(); i++) {
      Parameters held = statistics.get(i).statistics();
      for (String name : held.names()) {
        file.put(statistic(i, name), new Tensor.Floats(List.of(1), held.get(name)));
      }
    }
    return file;
  }

  /**
   * Takes what {@link #save} wrote.
   *
   * @throws DamagedFileException if the file is that of another network
   */
  public void restore(TensorFile file) throws DamagedFileException {
    CheckpointMetadata.of("format", FORMAT).require(file);
    identity().require(file);
    for (NetworkTensor each : tensors) {
      parameters.set(each.name(), file.floats(each.name(), dims(each)));
    }
    for (int i = 0; i < statistics.size(); i++) {
      Parameters held = statistics.get(i).statistics();
      for (String name : held.names()) {
        held.set(name, file.floats(statistic(i, name), List.of(1)));
      }
    }
  }

  private static String statistic(int norm, String name) {
    return TrajectoryNetwork.NORMS.get(norm) + ".norm." + name;
  }

  private static List<Integer> dims(NetworkTensor tensor) {
    return tensor.shape().toList();
  }

  /**
   * The representation of every thing, from all of its trajectories.
   *
   * @return {@code [things, size]}
   */
  public float[] describe(Trajectories data) {
    requireFits(data);
    int size = network.size();
    float[] all = new float[data.things() * size];
    int batch = Math.min(BATCH, data.things());
    int rows = batch * data.each();
    Graph graph = new Graph();
    TensorNodes nodes = new TensorNodes(graph, parameters);
    Node seen = graph.input("trajectories", states, rows, network.numbers());
    Node mean =
        network
            .thing(network.encode(seen, nodes), batch, nodes, TrajectoryNetwork.running(statistics))
            .mean();
    float[] values = new float[states * rows * network.numbers()];
    try (Plan plan = Plan.forward(mean)) {
      for (int from = 0; from < data.things(); from += batch) {
        int first = Math.min(from, data.things() - batch);
        for (int row = 0; row < rows; row++) {
          data.copy(first + row / data.each(), row % data.each(), values, row, rows);
        }
        plan.set(seen, values, 0);
        plan.forward();
        plan.get(mean, all, first * size);
      }
    }
    return all;
  }

  /**
   * What is foretold of trajectories from their first states and a thing's representation alone.
   *
   * @param representations {@code [things, size]}
   * @return the states after the first, {@code [things, each, states - 1, numbers]}
   */
  public float[] foretell(Trajectories data, float[] representations) {
    requireFits(data);
    int numbers = network.numbers();
    int each = data.each();
    Graph graph = new Graph();
    TensorNodes nodes = new TensorNodes(graph, parameters);
    Node thing = graph.input("thing", 1, network.size());
    Node first = graph.input("first states", each, numbers);
    Node expected = network.prior(thing, nodes, TrajectoryNetwork.running(statistics)).mean();
    Node told = network.decode(thing, expected, first, states, nodes);
    float[] all = new float[data.things() * each * (states - 1) * numbers];
    float[] begin = new float[states * each * numbers];
    float[] found = new float[(states - 1) * each * numbers];
    try (Plan plan = Plan.forward(told)) {
      for (int i = 0; i < data.things(); i++) {
        for (int row = 0; row < each; row++) data.copy(i, row, begin, row, each);
        plan.set(thing, representations, i * network.size());
        plan.set(first, begin, 0);
        plan.forward();
        plan.get(told, found, 0);
        for (int row = 0; row < each; row++) {
          for (int t = 0; t < states - 1; t++) {
            int to = ((i * each + row) * (states - 1) + t) * numbers;
            System.arraycopy(found, (t * each + row) * numbers, all, to, numbers);
          }
        }
      }
    }
    return all;
  }

  private void requireFits(Trajectories data) {
    if (data.states() != states || data.numbers() != network.numbers()) {
      throw new IllegalArgumentException(
          "expected trajectories of %d states of %d numbers, got %d of %d"
              .formatted(states, network.numbers(), data.states(), data.numbers()));
    }
  }

  @Override
  public void close() {
    statistics.forEach(BatchNorm::close);
    parameters.close();
  }
}
