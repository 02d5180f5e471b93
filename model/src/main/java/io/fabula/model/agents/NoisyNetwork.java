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
public record NoisyNetwork(PolicyNetwork network, OutputChange noise) implements PolicyNetwork {
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
    return new NoisyPlan(network.acting(batch), network.head(), batch, noise);
  }

  private record NoisyPlan(ActingPlan plan, ActionHead head, int batch, OutputChange noise)
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
      noise.apply(plan.outputs(), batch, head);
    }

    @Override
    public void close() {
      plan.close();
    }
  }
}
