package io.fabula.model.mpdqn;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
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

/** The values and parameters of an agent with parameterised actions: two networks of one size. */
public final class MpDqnNetwork implements AutoCloseable {
  /** Deviation of the last layer's first weights, where the layer begins close to zero. */
  public static final double SMALL_OUTPUT = 1e-4;

  private static final String FORMAT = "mpdqn.format";
  private static final String FORMAT_VALUE = "fabula-mpdqn-1";
  private static final String FORM = "mpdqn.form";
  private static final String PARAMETER_SIZES = "mpdqn.parameter_sizes";
  private static final String SHARED_LAYERS = "mpdqn.shared_layers";
  private static final String VALUE_HIDDEN = "mpdqn.value_hidden";
  private static final String ACTOR_HIDDEN = "mpdqn.actor_hidden";
  private static final String STARTING_PARAMETERS = "mpdqn.starting_parameters";

  private final MpDqnArchitecture architecture;
  private final Parameters values;
  private final Parameters actor;

  private MpDqnNetwork(MpDqnArchitecture architecture) {
    this.architecture = architecture;
    values = zeros(architecture.valueShapes());
    actor = zeros(architecture.actorShapes());
  }

  private static Parameters zeros(List<ParameterShape> all) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (ParameterShape each : all) shapes.put(each.name(), shape(each));
    return Parameters.of(shapes);
  }

  private static Shape shape(ParameterShape parameter) {
    return Shape.of(parameter.shape().stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * A new agent: Kaiming-normal hidden layers, parameters close to zero (normal, 1e-4) before the
   * starting ones are added, zero biases.
   *
   * @param smallValues whether values begin close to zero as well; else their last layer is uniform
   *     in +-1/sqrt(fan-in)
   */
  public static MpDqnNetwork create(
      MpDqnArchitecture architecture, boolean smallValues, long seed) {
    MpDqnNetwork network = new MpDqnNetwork(architecture);
    network.initialise(network.values, architecture.valueShapes(), smallValues, seed);
    network.initialise(network.actor, architecture.actorShapes(), true, seed);
    return network;
  }

  private void initialise(
      Parameters target, List<ParameterShape> shapes, boolean smallOutput, long seed) {
    for (ParameterShape each : shapes) {
      if (each.name().endsWith(".bias")) continue; // zero
      RandomStream random = new RandomStream(Seeds.of(seed, "initialise/" + each.name()));
      Shape shape = shape(each);
      float[] start;
      if (!architecture.isOutput(each.name())) start = Initialisation.kaimingNormal(shape, random);
      else if (smallOutput) start = Initialisation.normal(shape, SMALL_OUTPUT, random);
      else start = Initialisation.byFanIn(shape, shape.dim(1), random);
      target.set(each.name(), start);
    }
  }

  /**
   * The agent of a file, for a world.
   *
   * @throws DamagedFileException if the file does not describe an agent for such a world
   */
  public static MpDqnNetwork load(TensorFile file, EnvironmentSpec world)
      throws DamagedFileException {
    MpDqnArchitecture size;
    try {
      size = architecture(file, world.observations().size());
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file.source(), "metadata", String.valueOf(e.getMessage()));
    }
    file.requireAll(size.valueShapes());
    file.requireAll(size.actorShapes());
    MpDqnNetwork network = new MpDqnNetwork(size);
    try {
      network.requireFits(world);
      network.restore(file, "");
      return network;
    } catch (DamagedFileException e) {
      network.close();
      throw e;
    } catch (IllegalArgumentException e) {
      network.close();
      throw new DamagedFileException(file.source(), "metadata", String.valueOf(e.getMessage()));
    }
  }

  private static MpDqnArchitecture architecture(TensorFile file, int stateSize)
      throws DamagedFileException {
    if (!file.metadata(FORMAT).equals(FORMAT_VALUE)) {
      throw new DamagedFileException(
          file.source(),
          "metadata \"" + FORMAT + "\"",
          "expected " + FORMAT_VALUE + ", got " + file.metadata(FORMAT));
    }
    String start = file.metadata(STARTING_PARAMETERS);
    return new MpDqnArchitecture(
        ValueForm.valueOf(file.metadata(FORM)),
        stateSize,
        numbers(file.metadata(PARAMETER_SIZES)),
        Integer.parseInt(file.metadata(SHARED_LAYERS)),
        numbers(file.metadata(VALUE_HIDDEN)),
        numbers(file.metadata(ACTOR_HIDDEN)),
        start.isEmpty()
            ? List.of()
            : Arrays.stream(start.split(",", -1)).map(Float::valueOf).toList());
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  private static String text(List<?> numbers) {
    return String.join(",", numbers.stream().map(String::valueOf).toList());
  }

  /** The size of both networks. */
  public MpDqnArchitecture architecture() {
    return architecture;
  }

  /** The weights of the values, named {@code q.*}. */
  public Parameters values() {
    return values;
  }

  /** The weights of what proposes parameters, named {@code actor.*}. */
  public Parameters actor() {
    return actor;
  }

  /**
   * Checks that the agent can play a world.
   *
   * @throws IllegalArgumentException naming what the world has and what the agent was made for
   */
  public void requireFits(EnvironmentSpec world) {
    boolean fits =
        !world.observations().byteValued()
            && world.observations().size() == architecture.stateSize()
            && world.actions() instanceof ActionSpace.Parameterised space
            && space.actions().stream()
                .map(each -> each.parameters().size())
                .toList()
                .equals(architecture.parameterSizes());
    if (!fits) {
      throw new IllegalArgumentException(
          "the agent sees %d numbers and has actions with %s parameters, the world \"%s\" shows %s"
                  .formatted(
                      architecture.stateSize(),
                      architecture.parameterSizes(),
                      world.name(),
                      world.observations().summary())
              + " and has "
              + world.actions().summary());
    }
  }

  /** The agent as a file that {@link #load} reads. */
  public TensorFile save() {
    TensorFile file = new TensorFile();
    describe(file);
    save(file, "");
    return file;
  }

  /** Adds the size to a file's metadata. */
  void describe(TensorFile file) {
    file.putMetadata(FORMAT, FORMAT_VALUE);
    file.putMetadata(FORM, architecture.form().name());
    file.putMetadata(PARAMETER_SIZES, text(architecture.parameterSizes()));
    file.putMetadata(SHARED_LAYERS, Integer.toString(architecture.sharedLayers()));
    file.putMetadata(VALUE_HIDDEN, text(architecture.valueHidden()));
    file.putMetadata(ACTOR_HIDDEN, text(architecture.actorHidden()));
    file.putMetadata(STARTING_PARAMETERS, text(architecture.startingParameters()));
  }

  /** Adds the weights under their names behind a prefix. */
  void save(TensorFile file, String prefix) {
    for (ParameterShape each : architecture.valueShapes()) {
      file.put(prefix + each.name(), new Tensor.Floats(each.shape(), values.get(each.name())));
    }
    for (ParameterShape each : architecture.actorShapes()) {
      file.put(prefix + each.name(), new Tensor.Floats(each.shape(), actor.get(each.name())));
    }
  }

  /** Takes the weights from under their names behind a prefix. */
  void restore(TensorFile file, String prefix) throws DamagedFileException {
    for (ParameterShape each : architecture.valueShapes()) {
      values.set(each.name(), file.floats(prefix + each.name(), each.shape()));
    }
    for (ParameterShape each : architecture.actorShapes()) {
      actor.set(each.name(), file.floats(prefix + each.name(), each.shape()));
    }
  }

  /** A copy of the agent as it is now. */
  public MpDqnNetwork copy() {
    MpDqnNetwork copy = new MpDqnNetwork(architecture);
    copy.copyFrom(this);
    return copy;
  }

  /** Takes the weights of an agent of the same size. */
  void copyFrom(MpDqnNetwork other) {
    values.copyFrom(other.values);
    actor.copyFrom(other.actor);
  }

  @Override
  public void close() {
    values.close();
    actor.close();
  }
}
