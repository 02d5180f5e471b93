package io.fabula.model.twins;

import io.fabula.envs.ActionSet;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.model.agents.AbstractSteppingPlan;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.CategoricalHead;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.agents.SteppingPlan;

/**
 * A linear recurrent agent of {@link TrapWorld}: traps move its state along axes 0 and 1, lamps
 * along axis 2, and it jumps by axis 0 alone.
 */
final class LinearAgent implements RecurrentNetwork {
  static final int STATE = 6;
  private static final int SEEN = 3;
  private static final float KEPT = 0.25f;

  @Override
  public void requireFits(EnvironmentSpec world) {
    if (world.observations().size() != SEEN) throw new IllegalArgumentException("another world");
  }

  @Override
  public ActionHead head() {
    return new CategoricalHead(2);
  }

  @Override
  public int stateSize() {
    return STATE;
  }

  @Override
  public int embeddingSize() {
    return SEEN;
  }

  @Override
  public InputBuffer inputs(int rows) {
    float[] kept = new float[rows * SEEN];
    return new InputBuffer() {
      @Override
      public int width() {
        return SEEN;
      }

      @Override
      public void put(int row, byte[] observation, int offset, ActionSet available) {
        throw new UnsupportedOperationException("floats only");
      }

      @Override
      public void put(int row, float[] observation, int offset, ActionSet available) {
        System.arraycopy(observation, offset, kept, row * SEEN, SEEN);
      }

      @Override
      public void expand(int row, float[] target, int offset) {
        System.arraycopy(kept, row * SEEN, target, offset, SEEN);
      }
    };
  }

  @Override
  public SteppingPlan stepping(int rows) {
    return new Steps(rows);
  }

  @Override
  public void close() {}

  private static final class Steps extends AbstractSteppingPlan {
    Steps(int rows) {
      super(rows, SEEN, SEEN, new float[STATE], 2);
    }

    @Override
    public void embed() {
      System.arraycopy(inputs(), 0, embeddings(), 0, inputs().length);
    }

    @Override
    public void remember() {
      for (int i = 0; i < states().length; i++) states()[i] *= KEPT;
      for (int row = 0; row < rows(); row++) {
        states()[row * STATE] += embeddings()[row * SEEN];
        states()[row * STATE + 1] += embeddings()[row * SEEN];
        states()[row * STATE + 2] += embeddings()[row * SEEN + 1];
        states()[row * STATE + 3] += embeddings()[row * SEEN + 2];
      }
    }

    @Override
    public void read() {
      for (int row = 0; row < rows(); row++) {
        outputs()[row * 2] = 0;
        outputs()[row * 2 + 1] = 20 * states()[row * STATE] - 10;
        values()[row] = states()[row * STATE + 3];
      }
    }

    @Override
    public void close() {}
  }
}
