package io.fabula.model.mlp;

import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.BlockLearningPlan;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.ParameterDensity;
import io.fabula.model.agents.StatelessNetwork;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Initialisation;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.ParameterShape;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A perceptron actor-critic; it has no state. */
public final class MlpNetwork extends StatelessNetwork {
  private static final String HIDDEN = "mlp.hidden";
  private static final String DENSITY = "mlp.density";
  private static final double POLICY_GAIN = 0.01;

  private final MlpArchitecture architecture;

  private MlpNetwork(MlpArchitecture architecture) {
    super(allocate(architecture));
    this.architecture = architecture;
  }

  private static Parameters allocate(MlpArchitecture architecture) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (ParameterShape each : architecture.parameters()) shapes.put(each.name(), shape(each));
    return Parameters.of(shapes);
  }

  private static Shape shape(ParameterShape parameter) {
    return Shape.of(parameter.shape().stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * A new agent: orthogonal weights (gain sqrt(2), 0.01 for the policy's outputs, 1 for the value),
   * zero biases.
   */
  public static MlpNetwork create(MlpArchitecture architecture, long seed) {
    MlpNetwork network = new MlpNetwork(architecture);
    String actor = MlpArchitecture.layer("actor", architecture.hidden().size());
    String critic = MlpArchitecture.layer("critic", architecture.hidden().size());
    for (ParameterShape each : architecture.parameters()) {
      String name = each.name();
      if (name.endsWith(".bias")) continue; // zero
      boolean policy =
          name.startsWith(actor) || name.startsWith("score") || name.startsWith("parameters");
      double gain = policy ? POLICY_GAIN : name.startsWith(critic) ? 1 : Math.sqrt(2);
      RandomStream random = new RandomStream(Seeds.of(seed, "initialise/" + name));
      network.parameters().set(name, Initialisation.orthogonal(shape(each), gain, random));
    }
    return network;
  }

  /**
   * A new agent as PyTorch's layers begin: weights and biases uniform in +-1/sqrt(fan-in), the
   * outputs' too.
   */
  public static MlpNetwork createByFanIn(MlpArchitecture architecture, long seed) {
    MlpNetwork network = new MlpNetwork(architecture);
    int fanIn = 1;
    for (ParameterShape each : architecture.parameters()) { // a bias follows its weight
      if (each.shape().size() == 2) fanIn = each.shape().get(1);
      RandomStream random = new RandomStream(Seeds.of(seed, "initialise/" + each.name()));
      network.parameters().set(each.name(), Initialisation.byFanIn(shape(each), fanIn, random));
    }
    return network;
  }

  /**
   * The agent of a file, for a world.
   *
   * @throws DamagedFileException if the file does not describe an agent for such a world
   */
  public static MlpNetwork load(TensorFile file, EnvironmentSpec world)
      throws DamagedFileException {
    MlpArchitecture architecture;
    try {
      List<Integer> hidden =
          Arrays.stream(file.metadata(HIDDEN).split(",")).map(Integer::valueOf).toList();
      ParameterDensity density = ParameterDensity.valueOf(file.metadata(DENSITY));
      architecture = new MlpArchitecture(world.observations(), world.actions(), hidden, density);
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file.source(), "metadata", String.valueOf(e.getMessage()));
    }
    file.requireAll(architecture.parameters());
    return restored(new MlpNetwork(architecture), file);
  }

  /** The agent's size. */
  public MlpArchitecture architecture() {
    return architecture;
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
    return new MlpInputs(architecture, rows);
  }

  @Override
  public ActingPlan acting(int batch) {
    return new MlpActingPlan(architecture, parameters(), batch);
  }

  @Override
  protected int inputSize() {
    return architecture.inputSize();
  }

  @Override
  protected BlockLearningPlan.Outputs build(Graph graph, Node input) {
    MlpGraph.Outputs nodes = new MlpGraph(architecture, graph, parameters()).rows(input);
    return new BlockLearningPlan.Outputs(nodes.policy(), nodes.value());
  }

  @Override
  public TensorFile save() {
    TensorFile file = new TensorFile();
    file.putMetadata(
        HIDDEN, String.join(",", architecture.hidden().stream().map(String::valueOf).toList()));
    file.putMetadata(DENSITY, architecture.density().name());
    for (ParameterShape each : architecture.parameters()) {
      file.put(each.name(), new Tensor.Floats(each.shape(), parameters().get(each.name())));
    }
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    for (ParameterShape each : architecture.parameters()) {
      parameters().set(each.name(), file.floats(each.name(), each.shape()));
    }
  }
}
