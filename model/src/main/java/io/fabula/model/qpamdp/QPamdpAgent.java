package io.fabula.model.qpamdp;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import java.util.List;

/**
 * Values of actions, linear in a Fourier basis of some features, and the mean of each parameter,
 * linear in these features.
 */
public final class QPamdpAgent {
  private static final String FORMAT = "q_pamdp.format";
  private static final String FORMAT_VALUE = "fabula-q-pamdp-1";
  private static final String ORDER = "q_pamdp.order";
  private static final String FEATURES = "q_pamdp.features";
  private static final String SIZES = "q_pamdp.parameter_sizes";

  private final List<Integer> features;
  private final int order;
  private final List<Integer> parameterSizes;

  /** {@code [actions][basis functions]}. */
  final double[][] values;

  /** {@code [parameters][1 + features]}, on the scale of -1..1. */
  final double[][] means;

  private QPamdpAgent(List<Integer> features, int order, List<Integer> parameterSizes) {
    this.features = List.copyOf(features);
    this.order = order;
    this.parameterSizes = List.copyOf(parameterSizes);
    int functions = new FourierBasis(features.size(), order).size();
    int parameters = parameterSizes.stream().mapToInt(Integer::intValue).sum();
    values = new double[parameterSizes.size()][functions];
    means = new double[parameters][1 + features.size()];
  }

  /**
   * An agent that values nothing and proposes the starting parameters everywhere.
   *
   * @throws IllegalArgumentException if the options do not fit the world
   */
  public static QPamdpAgent create(QPamdpOptions options, EnvironmentSpec world) {
    QPamdpAgent agent = new QPamdpAgent(options.features(), options.order(), sizes(world));
    agent.requireFits(world);
    List<Double> starts = options.parameters().starts();
    if (starts.size() != agent.means.length) {
      throw new IllegalArgumentException(
          "the world \"%s\" has %d parameters, starts has %d"
              .formatted(world.name(), agent.means.length, starts.size()));
    }
    for (int i = 0; i < starts.size(); i++) agent.means[i][0] = starts.get(i);
    return agent;
  }

  private static List<Integer> sizes(EnvironmentSpec world) {
    if (!(world.actions() instanceof ActionSpace.Parameterised space)) {
      throw new IllegalArgumentException(
          "needs actions with real parameters of their own, the world \"%s\" has %s"
              .formatted(world.name(), world.actions().summary()));
    }
    return space.actions().stream().map(each -> each.parameters().size()).toList();
  }

  /**
   * Checks that the agent can play a world.
   *
   * @throws IllegalArgumentException naming what the world has and what the agent was made for
   */
  public void requireFits(EnvironmentSpec world) {
    boolean fits =
        world.observations() instanceof ObservationSpace.Vector
            && features.stream().allMatch(each -> each < world.observations().size())
            && sizes(world).equals(parameterSizes);
    if (!fits) {
      throw new IllegalArgumentException(
          "the agent sees the numbers %s and has actions with %s parameters, the world \"%s\""
                  .formatted(features, parameterSizes, world.name())
              + " shows %s and has %s"
                  .formatted(world.observations().summary(), world.actions().summary()));
    }
  }

  /** Which numbers of the observation it looks at. */
  public List<Integer> features() {
    return features;
  }

  /** Order of the basis. */
  public int order() {
    return order;
  }

  /** Number of discrete actions. */
  public int actions() {
    return parameterSizes.size();
  }

  /** Parameters of all actions together. */
  public int parameters() {
    return means.length;
  }

  /** Parameters of each action. */
  public List<Integer> parameterSizes() {
    return parameterSizes;
  }

  /** Where an action's parameters begin. */
  int offset(int action) {
    return parameterSizes.subList(0, action).stream().mapToInt(Integer::intValue).sum();
  }

  /** Mean of a parameter where the features are {@code u}, within 0..1 each. */
  double mean(int parameter, double[] u) {
    double[] weights = means[parameter];
    double sum = weights[0];
    for (int j = 0; j < u.length; j++) sum += weights[j + 1] * u[j];
    return sum;
  }

  /** The value of an action where the basis is {@code basis}. */
  double value(int action, double[] basis) {
    double[] weights = values[action];
    double sum = 0;
    for (int i = 0; i < basis.length; i++) sum += weights[i] * basis[i];
    return sum;
  }

  /** The action of the largest value; the first of several. */
  int best(double[] basis) {
    int best = 0;
    double most = value(0, basis);
    for (int k = 1; k < actions(); k++) {
      double value = value(k, basis);
      if (value > most) {
        best = k;
        most = value;
      }
    }
    return best;
  }

  /**
   * The features of an observation within -1..1, on the scale of 0..1.
   *
   * @param u receives as many numbers as there are features
   */
  void look(float[] observation, int offset, double[] u) {
    for (int j = 0; j < u.length; j++) {
      u[j] = Math.min(Math.max((observation[offset + features.get(j)] + 1) / 2.0, 0), 1);
    }
  }

  /** The agent as a file that {@link #load} reads. */
  public TensorFile save() {
    TensorFile file = new TensorFile();
    file.putMetadata(FORMAT, FORMAT_VALUE);
    file.putMetadata(ORDER, Integer.toString(order));
    file.putMetadata(FEATURES, text(features));
    file.putMetadata(SIZES, text(parameterSizes));
    save(file, "");
    return file;
  }

  void save(TensorFile file, String prefix) {
    file.put(prefix + "values", Tensor.of(flat(values), values.length, values[0].length));
    file.put(prefix + "means", Tensor.of(flat(means), means.length, means[0].length));
  }

  void restore(TensorFile file, String prefix) throws DamagedFileException {
    spread(file.doubles(prefix + "values", values.length * values[0].length), values);
    spread(file.doubles(prefix + "means", means.length * means[0].length), means);
  }

  /**
   * The agent of a file, for a world.
   *
   * @throws DamagedFileException if the file does not describe an agent for such a world
   */
  public static QPamdpAgent load(TensorFile file, EnvironmentSpec world)
      throws DamagedFileException {
    try {
      if (!file.metadata(FORMAT).equals(FORMAT_VALUE)) {
        throw new IllegalArgumentException(
            "expected " + FORMAT_VALUE + ", got " + file.metadata(FORMAT));
      }
      QPamdpAgent agent =
          new QPamdpAgent(
              numbers(file.metadata(FEATURES)),
              Integer.parseInt(file.metadata(ORDER)),
              numbers(file.metadata(SIZES)));
      agent.requireFits(world);
      agent.restore(file, "");
      return agent;
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file.source(), "metadata", String.valueOf(e.getMessage()));
    }
  }

  /** A copy of the agent as it is now. */
  public QPamdpAgent copy() {
    QPamdpAgent copy = new QPamdpAgent(features, order, parameterSizes);
    spread(flat(values), copy.values);
    spread(flat(means), copy.means);
    return copy;
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  private static String text(List<Integer> numbers) {
    return String.join(",", numbers.stream().map(String::valueOf).toList());
  }

  private static double[] flat(double[][] rows) {
    double[] all = new double[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
    }
    return all;
  }

  private static void spread(double[] all, double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all, i * rows[0].length, rows[i], 0, rows[0].length);
    }
  }
}
