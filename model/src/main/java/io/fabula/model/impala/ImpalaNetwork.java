package io.fabula.model.impala;

import io.fabula.model.agents.BlockLearningPlan;
import io.fabula.model.agents.LearningPlan;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.ParameterShape;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An agent: its size, its parameters, and plans that act and learn with them.
 *
 * <p>Parameters may change only while no plan runs.
 */
public final class ImpalaNetwork implements AutoCloseable {
  private static final String ARCHITECTURE = "agent.";

  private final ImpalaArchitecture architecture;
  private final Parameters parameters;

  private ImpalaNetwork(ImpalaArchitecture architecture) {
    this.architecture = architecture;
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (ParameterShape each : architecture.parameters()) {
      int[] dims = each.shape().stream().mapToInt(Integer::intValue).toArray();
      shapes.put(each.name(), Shape.of(dims));
    }
    parameters = Parameters.of(shapes);
  }

  /** An agent whose parameters are all zero. */
  static ImpalaNetwork of(ImpalaArchitecture architecture) {
    return new ImpalaNetwork(architecture);
  }

  /** A new agent with starting values from {@code seed}. */
  public static ImpalaNetwork create(ImpalaArchitecture architecture, long seed) {
    ImpalaNetwork network = new ImpalaNetwork(architecture);
    for (ParameterShape each : architecture.parameters()) {
      network.parameters.set(each.name(), ImpalaInitialisation.draw(architecture, each, seed));
    }
    return network;
  }

  /**
   * The agent of a file, which may be a training checkpoint.
   *
   * @throws DamagedFileException if the file does not describe an agent or lacks a parameter
   */
  public static ImpalaNetwork load(TensorFile file) throws DamagedFileException {
    ImpalaArchitecture size = readArchitecture(file);
    file.requireAll(size.parameters());
    ImpalaNetwork network = new ImpalaNetwork(size);
    try {
      network.restore(file);
      return network;
    } catch (DamagedFileException e) {
      network.close();
      throw e;
    }
  }

  /** The agent's size. */
  public ImpalaArchitecture architecture() {
    return architecture;
  }

  /** The agent's parameters; shared with all plans. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * A plan that decides for {@code batch} worlds.
   *
   * @param trainableInitialState whether episodes begin from {@code init_hx} instead of zeros
   */
  public ImpalaActingPlan acting(int batch, boolean trainableInitialState) {
    return new ImpalaActingPlan(architecture, parameters, batch, trainableInitialState);
  }

  /**
   * A plan that learns from blocks of {@code steps} steps of {@code worlds} worlds; without
   * recurrence a block is only a number of frames.
   *
   * @param target receives the gradients
   */
  public LearningPlan learning(
      int steps, int worlds, boolean trainableInitialState, Gradients target) {
    return new BlockLearningPlan(
        steps,
        worlds,
        architecture.hidden(),
        graph -> block(graph, steps, worlds, trainableInitialState),
        parameters,
        target);
  }

  private BlockLearningPlan.Block block(
      Graph graph, int steps, int worlds, boolean trainableInitialState) {
    int side = architecture.side();
    int rows = Math.multiplyExact(steps, worlds);
    Node views = graph.input("views", rows, side, side, ImpalaArchitecture.COLOURS);
    Node masks = graph.input("masks", steps, worlds);
    Node initial = graph.input("initial hidden", worlds, architecture.hidden());
    ImpalaGraph.Outputs nodes =
        new ImpalaGraph(architecture, graph, parameters)
            .block(views, masks, initial, trainableInitialState);
    return new BlockLearningPlan.Block(
        views,
        architecture.recurrent() ? new BlockLearningPlan.Memory(masks, initial) : null,
        new BlockLearningPlan.Outputs(nodes.logits(), nodes.value()));
  }

  /** Copies the {@code init_hx} parameter; zeros for an agent without recurrence. */
  public void writeInitialHidden(float[] target, int offset) {
    if (!architecture.recurrent()) {
      Arrays.fill(target, offset, offset + architecture.hidden(), 0);
      return;
    }
    float[] start = parameters.get(ImpalaGraph.INITIAL_STATE);
    System.arraycopy(start, 0, target, offset, start.length);
  }

  /** The agent as a file: parameters under PyTorch's names, size in the metadata. */
  public TensorFile save() {
    TensorFile file = new TensorFile();
    ImpalaArchitecture a = architecture;
    file.putMetadata(ARCHITECTURE + "frame", Integer.toString(a.frame()));
    file.putMetadata(ARCHITECTURE + "pool", Integer.toString(a.pool()));
    file.putMetadata(ARCHITECTURE + "stride", Integer.toString(a.stride()));
    file.putMetadata(
        ARCHITECTURE + "channels",
        String.join(",", a.channels().stream().map(String::valueOf).toList()));
    file.putMetadata(ARCHITECTURE + "embedding", Integer.toString(a.embedding()));
    file.putMetadata(ARCHITECTURE + "hidden", Integer.toString(a.hidden()));
    file.putMetadata(ARCHITECTURE + "recurrent", Boolean.toString(a.recurrent()));
    file.putMetadata(ARCHITECTURE + "actions", Integer.toString(a.actions()));
    for (ParameterShape each : a.parameters()) {
      put(file, each.name(), each, parameters.get(each.name()));
    }
    return file;
  }

  /** Takes the parameters of a file for an agent of this size. */
  public void restore(TensorFile file) throws DamagedFileException {
    for (ParameterShape each : architecture.parameters()) {
      parameters.set(each.name(), file.floats(each.name(), each.shape()));
    }
  }

  private static void put(TensorFile file, String name, ParameterShape shape, float[] values) {
    file.put(name, new Tensor.Floats(shape.shape(), values));
  }

  static ImpalaArchitecture readArchitecture(TensorFile file) throws DamagedFileException {
    List<Integer> channels =
        number(
            file,
            ARCHITECTURE + "channels",
            text -> Arrays.stream(text.split(",")).map(Integer::valueOf).toList());
    try {
      return new ImpalaArchitecture(
          number(file, ARCHITECTURE + "frame", Integer::valueOf),
          number(file, ARCHITECTURE + "pool", Integer::valueOf),
          number(file, ARCHITECTURE + "stride", Integer::valueOf),
          channels,
          number(file, ARCHITECTURE + "embedding", Integer::valueOf),
          number(file, ARCHITECTURE + "hidden", Integer::valueOf),
          Boolean.parseBoolean(file.metadata(ARCHITECTURE + "recurrent")),
          number(file, ARCHITECTURE + "actions", Integer::valueOf));
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file.source(), "metadata", String.valueOf(e.getMessage()));
    }
  }

  private interface Parser<T> {
    T parse(String text);
  }

  private static <T> T number(TensorFile file, String key, Parser<T> parser)
      throws DamagedFileException {
    String text = file.metadata(key);
    try {
      return parser.parse(text);
    } catch (NumberFormatException e) {
      throw new DamagedFileException(
          file.source(), "metadata \"" + key + "\"", "expected a number, got \"" + text + "\"");
    }
  }

  @Override
  public void close() {
    parameters.close();
  }
}
