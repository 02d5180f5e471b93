package io.fabula.model.detectors;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Linear;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Initialisation;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.ParameterShape;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A detector as a perceptron: the logit of firing from what is seen of a state. Two hidden layers
 * with tanh; weights and biases begin uniform in +-1/sqrt(fan-in), the last bias at -5, so that a
 * whole episode seldom fires at first.
 */
public final class DetectorNetwork implements AutoCloseable {
  private static final float FIRST_BIAS = -5;
  private static final String LAST_BIAS = "4.bias";
  private static final String INPUTS = "detector.inputs";
  private static final String HIDDEN = "detector.hidden";

  private final int inputs;
  private final int hidden;
  private final Parameters parameters;

  private DetectorNetwork(int inputs, int hidden) {
    this.inputs = inputs;
    this.hidden = hidden;
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (ParameterShape each : parameters(inputs, hidden)) {
      shapes.put(
          each.name(), Shape.of(each.shape().stream().mapToInt(Integer::intValue).toArray()));
    }
    parameters = Parameters.of(shapes);
  }

  private static List<ParameterShape> parameters(int inputs, int hidden) {
    List<ParameterShape> all = new ArrayList<>();
    int[] widths = {inputs, hidden, hidden, 1};
    for (int layer = 0; layer < 3; layer++) {
      int out = widths[layer + 1];
      all.add(new ParameterShape(2 * layer + ".weight", List.of(out, widths[layer])));
      all.add(new ParameterShape(2 * layer + ".bias", List.of(out)));
    }
    return all;
  }

  /**
   * A new detector.
   *
   * @param inputs numbers that it sees of a state
   * @param hidden units of each hidden layer
   */
  public static DetectorNetwork create(int inputs, int hidden, long seed) {
    DetectorNetwork network = new DetectorNetwork(inputs, hidden);
    for (String name : network.parameters.names()) {
      int fanIn = name.startsWith("0.") ? inputs : hidden;
      RandomStream random = new RandomStream(Seeds.of(seed, "initialise/" + name));
      Shape shape = network.parameters.shape(name);
      network.parameters.set(name, Initialisation.byFanIn(shape, fanIn, random));
    }
    network.parameters.set(LAST_BIAS, new float[] {FIRST_BIAS});
    return network;
  }

  /**
   * The detector of a file.
   *
   * @throws DamagedFileException if the file is not one
   */
  public static DetectorNetwork load(TensorFile file) throws DamagedFileException {
    int inputs;
    int hidden;
    try {
      inputs = Integer.parseInt(file.metadata(INPUTS));
      hidden = Integer.parseInt(file.metadata(HIDDEN));
    } catch (NumberFormatException e) {
      throw new DamagedFileException(file.source(), "metadata", "expected a detector's size");
    }
    file.requireAll(parameters(inputs, hidden));
    return restored(file, "", inputs, hidden);
  }

  /**
   * The detector of a file that holds more than it, as {@link #saveTo} put it there.
   *
   * @param prefix of its tensors' names
   * @param inputs numbers that it sees of a state
   * @param hidden units of each hidden layer
   * @throws DamagedFileException if a tensor is missing or of another shape
   */
  public static DetectorNetwork restored(TensorFile file, String prefix, int inputs, int hidden)
      throws DamagedFileException {
    DetectorNetwork network = new DetectorNetwork(inputs, hidden);
    for (String name : network.parameters.names()) {
      network.parameters.set(name, file.floats(prefix + name, network.shape(name)));
    }
    return network;
  }

  private List<Integer> shape(String name) {
    List<Integer> dims = new ArrayList<>();
    for (int each : parameters.shape(name).dims()) dims.add(each);
    return dims;
  }

  /** The detector as a file: parameters under PyTorch's names, its size in the metadata. */
  public TensorFile save() {
    TensorFile file = new TensorFile();
    file.putMetadata(INPUTS, Integer.toString(inputs));
    file.putMetadata(HIDDEN, Integer.toString(hidden));
    saveTo(file, "");
    return file;
  }

  /** Adds the parameters to a file, with a prefix before their names. */
  public void saveTo(TensorFile file, String prefix) {
    for (String name : parameters.names()) {
      file.put(prefix + name, new Tensor.Floats(shape(name), parameters.get(name)));
    }
  }

  /** Numbers that it sees of a state. */
  public int inputs() {
    return inputs;
  }

  Parameters parameters() {
    return parameters;
  }

  /**
   * Logits of states.
   *
   * @param states bytes {@code [states, inputs]}
   */
  public double[] logits(byte[] states) {
    int rows = states.length / inputs;
    int each = Math.min(Math.max(rows, 2), 1024);
    double[] logits = new double[rows];
    try (Pass pass = new Pass(each)) {
      byte[] tile = new byte[each * inputs];
      for (int from = 0; from < rows; from += each) {
        int count = Math.min(each, rows - from);
        Arrays.fill(tile, (byte) 0);
        System.arraycopy(states, from * inputs, tile, 0, count * inputs);
        pass.show(tile);
        float[] out = pass.forward();
        for (int i = 0; i < count; i++) logits[from + i] = out[i];
      }
    }
    return logits;
  }

  /** The network over a fixed number of states, with gradients. */
  final class Pass implements AutoCloseable {
    private final Node input;
    private final Node slopes;
    private final Node logits;
    private final Plan plan;

    Pass(int rows) {
      Graph graph = new Graph();
      input = graph.input("states", rows, inputs);
      Linear.Layer[] layers = new Linear.Layer[3];
      for (int i = 0; i < 3; i++) {
        layers[i] =
            new Linear.Layer(
                graph.parameter(parameters, 2 * i + ".weight"),
                graph.parameter(parameters, 2 * i + ".bias"));
      }
      logits = Linear.perceptron(input, Elementwise::tanh, layers);
      slopes = graph.input("slopes", rows, 1);
      plan = Plan.training(Reductions.sum(Arithmetic.mul(logits, slopes)), logits);
    }

    void show(byte[] states) {
      plan.setBytes(input, states, 0, 1);
    }

    float[] forward() {
      plan.forward();
      return plan.get(logits);
    }

    /** Adds the gradients of a loss with these slopes by the last logits. */
    void backward(float[] byLogits) {
      plan.set(slopes, byLogits);
      plan.backward();
    }

    @Override
    public void close() {
      plan.close();
    }
  }

  @Override
  public void close() {
    parameters.close();
  }
}
