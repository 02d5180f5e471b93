package io.fabula.model.agile;

import io.fabula.envs.EnvironmentSpec;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.BlockLearningPlan;
import io.fabula.model.agents.ExtraColumn;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.StatelessNetwork;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.sets.NetworkTensor;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.List;

/** An agent that chooses from sets of actions; it has no state. */
public final class SetNetwork extends StatelessNetwork {
  private static final String AGENT = "agile.agent";
  private static final String OPTIONS = "agile.options";

  /** Samples of which a layer's values, for all places, stay in a second-level cache. */
  private static final int PART = 512;

  private final SetArchitecture architecture;
  private final List<NetworkTensor> tensors;

  private SetNetwork(SetArchitecture architecture, Parameters parameters) {
    super(parameters);
    this.architecture = architecture;
    this.tensors = architecture.tensors();
  }

  /** A new agent with the published starting values. */
  public static SetNetwork create(SetArchitecture architecture, long seed) {
    SetNetwork network = allocate(architecture);
    NetworkTensor.begin(network.tensors, network.parameters(), seed);
    return network;
  }

  private static SetNetwork allocate(SetArchitecture architecture) {
    return new SetNetwork(architecture, NetworkTensor.allocate(architecture.tensors()));
  }

  /**
   * The agent of a file.
   *
   * @param architecture what it is expected to be
   * @throws DamagedFileException if the file is that of another agent, or damaged
   */
  public static SetNetwork load(TensorFile file, SetArchitecture architecture)
      throws DamagedFileException {
    require(file, AGENT, architecture.agent().id());
    require(file, OPTIONS, architecture.options().toString());
    return restored(allocate(architecture), file);
  }

  private static void require(TensorFile file, String key, String expected)
      throws DamagedFileException {
    String found = file.metadata(key);
    if (!found.equals(expected)) {
      throw new DamagedFileException(
          file.source(),
          "metadata \"" + key + "\"",
          "expected \"%s\", got \"%s\": it is another agent".formatted(expected, found));
    }
  }

  /** What it is. */
  public SetArchitecture architecture() {
    return architecture;
  }

  /**
   * This agent with room for other sets; it shares the tensors, and closing it closes them.
   *
   * @param places most actions that can be available
   */
  public SetNetwork withPlaces(int places) {
    return new SetNetwork(architecture.withPlaces(places), parameters());
  }

  @Override
  public void requireFits(EnvironmentSpec world) {
    architecture.requireFits(world);
  }

  @Override
  public ActionHead head() {
    return architecture.head();
  }

  @Override
  public InputBuffer inputs(int rows) {
    return new SetInputs(architecture, rows);
  }

  /** The weights of each layer of attention, row by row: who looks at whom. */
  @Override
  public List<ExtraColumn> extras() {
    if (!architecture.agent().attends()) return List.of();
    List<ExtraColumn> all = new ArrayList<>();
    int places = architecture.places();
    int heads = architecture.options().heads();
    for (int i = 0; i <= heads; i++) {
      String name =
          i == heads ? "attention_2" : heads == 1 ? "attention_1" : "attention_1_head_" + (i + 1);
      all.add(
          new ExtraColumn(
              name,
              places * places,
              name,
              "weights of attention, a row for each place of the set"));
    }
    return List.copyOf(all);
  }

  @Override
  public ActingPlan acting(int batch) {
    return new SetActingPlan(architecture, parameters(), batch);
  }

  /** The largest part that has at most {@link #PART} samples, if there is one that is not tiny. */
  @Override
  public int samplesAtATime(int samples) {
    for (int part = Math.min(samples, PART); part >= PART / 8; part--) {
      if (samples % part == 0) return part;
    }
    return samples;
  }

  @Override
  protected int inputSize() {
    return architecture.layout().width();
  }

  @Override
  protected BlockLearningPlan.Outputs build(Graph graph, Node input) {
    SetGraph.Outputs nodes = SetGraph.build(architecture, graph, parameters(), input);
    return new BlockLearningPlan.Outputs(nodes.policy(), nodes.value());
  }

  @Override
  public TensorFile save() {
    TensorFile file = new TensorFile();
    file.putMetadata(AGENT, architecture.agent().id());
    file.putMetadata(OPTIONS, architecture.options().toString());
    for (NetworkTensor each : tensors) {
      file.put(each.name(), new Tensor.Floats(shape(each), parameters().get(each.name())));
    }
    return file;
  }

  private static List<Integer> shape(NetworkTensor tensor) {
    return tensor.shape().toList();
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    for (NetworkTensor each : tensors) {
      parameters().set(each.name(), file.floats(each.name(), shape(each)));
    }
  }
}
