package io.fabula.model.impala;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Initialisation;
import io.fabula.model.weights.ParameterShape;

/**
 * Starting values: Xavier-uniform encoder with zero biases, orthogonal heads (gain 0.01 for the
 * policy, 1 for the value), the library default U(-1/sqrt(hidden), 1/sqrt(hidden)) for the GRU, 0.1
 * N(0, 1) for the initial hidden state.
 */
public final class ImpalaInitialisation {
  private static final double POLICY_GAIN = 0.01;
  private static final double INITIAL_STATE_SCALE = 0.1;

  private ImpalaInitialisation() {}

  /**
   * Draws the starting values of one tensor from a stream of its own.
   *
   * @param seed the agent's seed
   * @return {@code parameter.size()} values, row-major
   */
  public static float[] draw(ImpalaArchitecture agent, ParameterShape parameter, long seed) {
    RandomStream random = new RandomStream(Seeds.of(seed, "initialise/" + parameter.name()));
    String name = parameter.name();
    if (name.equals("init_hx")) return normal(parameter.size(), INITIAL_STATE_SCALE, random);
    if (name.startsWith("gru.")) {
      return uniform(parameter.size(), 1 / Math.sqrt(agent.hidden()), random);
    }
    if (name.endsWith(".bias")) return new float[parameter.size()];
    int rows = parameter.shape().get(0);
    if (name.startsWith("fc_policy")) return orthogonal(rows, agent.hidden(), POLICY_GAIN, random);
    if (name.startsWith("fc_value")) return orthogonal(rows, agent.hidden(), 1, random);
    return uniform(parameter.size(), xavierBound(parameter), random);
  }

  /** sqrt(6 / (fan-in + fan-out)); both fans count the area of the kernel. */
  static double xavierBound(ParameterShape parameter) {
    int area = parameter.shape().stream().skip(2).reduce(1, (a, b) -> a * b);
    return Math.sqrt(6.0 / ((parameter.shape().get(0) + parameter.shape().get(1)) * area));
  }

  private static float[] uniform(int size, double bound, RandomStream random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    return values;
  }

  private static float[] normal(int size, double scale, RandomStream random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) values[i] = (float) (scale * random.nextGaussian());
    return values;
  }

  private static float[] orthogonal(int rows, int columns, double gain, RandomStream random) {
    return Initialisation.orthogonal(Shape.of(rows, columns), gain, random);
  }
}
