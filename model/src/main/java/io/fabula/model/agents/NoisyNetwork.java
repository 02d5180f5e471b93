package io.fabula.model.agents;

import io.fabula.envs.EnvironmentSpec;
import java.util.List;

/**
 * A network whose outputs are changed before actions are drawn from them, for behaviour that is
 * more diverse. What is recorded are the changed distributions.
 *
 * @param network decides
 * @param noise the change
 */
public record NoisyNetwork(PolicyNetwork network, OutputNoise noise) implements PolicyNetwork {
  /** Changes a network's raw outputs. */
  public interface OutputNoise {
    /**
     * Checks that the change is defined for a network's outputs.
     *
     * @throws IllegalArgumentException if not
     */
    void requireFits(ActionHead head);

    /** Changes one row in place; a function of the row alone. */
    void apply(float[] outputs, int offset);
  }

  public NoisyNetwork {
    noise.requireFits(network.head());
  }

  @Override
  public void requireFits(EnvironmentSpec world) {
    network.requireFits(world);
  }

  @Override
  public ActionHead head() {
    return network.head();
  }

  @Override
  public int stateSize() {
    return network.stateSize();
  }

  @Override
  public InputBuffer inputs(int rows) {
    return network.inputs(rows);
  }

  @Override
  public List<ExtraColumn> extras() {
    return network.extras();
  }

  @Override
  public ActingPlan acting(int batch) {
    return new NoisyPlan(network.acting(batch), network.head().outputs(), batch, noise);
  }

  private record NoisyPlan(ActingPlan plan, int width, int batch, OutputNoise noise)
      implements ActingPlan {
    @Override
    public float[] inputs() {
      return plan.inputs();
    }

    @Override
    public float[] masks() {
      return plan.masks();
    }

    @Override
    public float[] stateIn() {
      return plan.stateIn();
    }

    @Override
    public float[] stateOut() {
      return plan.stateOut();
    }

    @Override
    public float[] outputs() {
      return plan.outputs();
    }

    @Override
    public float[] values() {
      return plan.values();
    }

    @Override
    public float[] extra(int column) {
      return plan.extra(column);
    }

    @Override
    public void run() {
      plan.run();
      for (int row = 0; row < batch; row++) noise.apply(plan.outputs(), row * width);
    }

    @Override
    public void close() {
      plan.close();
    }
  }
}
