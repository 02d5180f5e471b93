package io.fabula.model.gru;

import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.BlockLearningPlan;
import io.fabula.model.agents.CategoricalHead;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.LearningPlan;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Initialisation;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.ParameterShape;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.LinkedHashMap;
import java.util.Map;

/** An actor-critic with memory; its episodes begin from a state of zeros. */
public final class GruNetwork implements LearnableNetwork {
  private static final String UNITS = "gru.units";

  private final GruArchitecture architecture;
  private final Parameters parameters;

  private GruNetwork(GruArchitecture architecture) {
    this.architecture = architecture;
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (ParameterShape each : architecture.parameters()) shapes.put(each.name(), shape(each));
    parameters = Parameters.of(shapes);
  }

  private static Shape shape(ParameterShape parameter) {
    return Shape.of(parameter.shape().stream().mapToInt(Integer::intValue).toArray());
  }

  /** A new agent as PyTorch's layers begin: uniform in +-1/sqrt(fan-in). */
  public static GruNetwork create(GruArchitecture architecture, long seed) {
    GruNetwork network = new GruNetwork(architecture);
    for (ParameterShape each : architecture.parameters()) {
      RandomStream random = new RandomStream(Seeds.of(seed, "initialise/" + each.name()));
      network.parameters.set(
          each.name(),
          Initialisation.byFanIn(shape(each), architecture.fanIn(each.name()), random));
    }
    return network;
  }

  /** Whether a file holds such an agent. */
  public static boolean isIn(TensorFile file) {
    return file.metadata().containsKey(UNITS);
  }

  /**
   * The agent of a file, for a world.
   *
   * @throws DamagedFileException if the file does not describe an agent for such a world
   */
  public static GruNetwork load(TensorFile file, EnvironmentSpec world)
      throws DamagedFileException {
    GruArchitecture architecture;
    try {
      String[] units = file.metadata(UNITS).split(",", -1);
      architecture =
          GruArchitecture.of(world, Integer.parseInt(units[0]), Integer.parseInt(units[1]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new DamagedFileException(file.source(), UNITS, String.valueOf(e.getMessage()));
    }
    file.requireAll(architecture.parameters());
    GruNetwork network = new GruNetwork(architecture);
    try {
      network.restore(file);
      return network;
    } catch (DamagedFileException e) {
      network.close();
      throw e;
    }
  }

  @Override
  public void requireFits(EnvironmentSpec world) {
    architecture.requireFits(world);
  }

  @Override
  public ActionHead head() {
    return new CategoricalHead(architecture.actions().count());
  }

  @Override
  public int stateSize() {
    return architecture.memory();
  }

  @Override
  public boolean recurrent() {
    return true;
  }

  @Override
  public InputBuffer inputs(int rows) {
    return new GruInputs(architecture.inputSize(), rows);
  }

  @Override
  public ActingPlan acting(int batch) {
    return new GruActingPlan(architecture, parameters, batch);
  }

  @Override
  public LearningPlan learning(int steps, int worlds, Gradients target) {
    return new BlockLearningPlan(
        steps, worlds, stateSize(), graph -> block(graph, steps, worlds), parameters, target);
  }

  private BlockLearningPlan.Block block(Graph graph, int steps, int worlds) {
    Node input = graph.input("input", Math.multiplyExact(steps, worlds), architecture.inputSize());
    Node masks = graph.input("masks", steps, worlds);
    Node initial = graph.input("initial state", worlds, architecture.memory());
    GruGraph.Outputs nodes =
        new GruGraph(architecture, graph, parameters).block(input, masks, initial);
    return new BlockLearningPlan.Block(
        input,
        new BlockLearningPlan.Memory(masks, initial),
        new BlockLearningPlan.Outputs(nodes.policy(), nodes.value()));
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public TensorFile save() {
    TensorFile file = new TensorFile();
    file.putMetadata(UNITS, architecture.embedding() + "," + architecture.memory());
    for (ParameterShape each : architecture.parameters()) {
      file.put(each.name(), new Tensor.Floats(each.shape(), parameters.get(each.name())));
    }
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    for (ParameterShape each : architecture.parameters()) {
      parameters.set(each.name(), file.floats(each.name(), each.shape()));
    }
  }

  @Override
  public void close() {
    parameters.close();
  }
}
