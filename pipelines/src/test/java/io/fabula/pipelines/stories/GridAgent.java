package io.fabula.pipelines.stories;

import io.fabula.envs.ActionSet;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.AbstractSteppingPlan;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.CategoricalHead;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.agents.SteppingPlan;

/** A small recurrent agent over grids of symbols: {@code h' = tanh(W x + U h)}, drawn at random. */
public final class GridAgent implements RecurrentNetwork {
  public static final int STATE = 6;

  private final int seen;
  private final int actions;
  private final double[][] input;
  private final double[][] memory;
  private final double[][] policy;

  public GridAgent(EnvironmentSpec world, long seed, double decided) {
    RandomStream random = new RandomStream(seed);
    seen = world.observations().size();
    actions = world.actions().count();
    input = drawn(random, STATE, seen, 2 / Math.sqrt(seen));
    memory = drawn(random, STATE, STATE, 0.8 / Math.sqrt(STATE));
    policy = drawn(random, actions, STATE, decided);
  }

  private static double[][] drawn(RandomStream random, int rows, int columns, double scale) {
    double[][] weights = new double[rows][columns];
    for (double[] row : weights) {
      for (int i = 0; i < columns; i++) row[i] = scale * random.nextGaussian();
    }
    return weights;
  }

  @Override
  public void requireFits(EnvironmentSpec world) {
    if (world.observations().size() != seen) throw new IllegalArgumentException("another world");
  }

  @Override
  public ActionHead head() {
    return new CategoricalHead(actions);
  }

  @Override
  public int stateSize() {
    return STATE;
  }

  @Override
  public int embeddingSize() {
    return STATE;
  }

  @Override
  public InputBuffer inputs(int rows) {
    float[] kept = new float[rows * seen];
    return new InputBuffer() {
      @Override
      public int width() {
        return seen;
      }

      @Override
      public void put(int row, byte[] observation, int offset, ActionSet available) {
        for (int i = 0; i < seen; i++) kept[row * seen + i] = observation[offset + i];
      }

      @Override
      public void put(int row, float[] observation, int offset, ActionSet available) {
        System.arraycopy(observation, offset, kept, row * seen, seen);
      }

      @Override
      public void expand(int row, float[] target, int offset) {
        System.arraycopy(kept, row * seen, target, offset, seen);
      }
    };
  }

  @Override
  public SteppingPlan stepping(int rows) {
    return new AbstractSteppingPlan(rows, seen, STATE, new float[STATE], actions) {
      @Override
      public void embed() {
        multiply(input, inputs(), embeddings(), rows());
      }

      @Override
      public void remember() {
        float[] kept = new float[states().length];
        multiply(memory, states(), kept, rows());
        for (int i = 0; i < states().length; i++) {
          states()[i] = (float) StrictMath.tanh(embeddings()[i] + (double) kept[i]);
        }
      }

      @Override
      public void read() {
        multiply(policy, states(), outputs(), rows());
        for (int row = 0; row < rows(); row++) values()[row] = states()[row * STATE];
      }

      @Override
      public void close() {}
    };
  }

  private static void multiply(double[][] weights, float[] from, float[] to, int rows) {
    int width = weights[0].length;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < weights.length; i++) {
        double sum = 0;
        for (int j = 0; j < width; j++) sum += weights[i][j] * from[row * width + j];
        to[row * weights.length + i] = (float) sum;
      }
    }
  }

  @Override
  public void close() {}
}
