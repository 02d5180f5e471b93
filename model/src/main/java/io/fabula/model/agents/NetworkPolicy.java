package io.fabula.model.agents;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Acts by a network.
 *
 * @param network decides; it is not closed with the policy
 * @param modal whether to take the most likely action instead of drawing one
 */
public record NetworkPolicy(PolicyNetwork network, boolean modal) implements Policy {
  /** Draws actions from the network's distributions. */
  public static NetworkPolicy sampled(PolicyNetwork network) {
    return new NetworkPolicy(network, false);
  }

  /** Takes the network's most likely actions. */
  public static NetworkPolicy mostLikely(PolicyNetwork network) {
    return new NetworkPolicy(network, true);
  }

  @Override
  public void requireFits(EnvironmentSpec world) {
    network.requireFits(world);
  }

  @Override
  public List<ExtraColumn> extras() {
    return network.extras();
  }

  @Override
  public float[] undecided() {
    float[] even = new float[network.head().outputs()];
    network.head().even(even, 0);
    return even;
  }

  @Override
  public Actor actor(int batch) {
    if (batch < 1) throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    return new NetworkActor(batch);
  }

  private final class NetworkActor implements Actor {
    private final ActionHead head = network.head();
    private final List<ExtraColumn> extras = network.extras();
    private final InputBuffer input = network.inputs(1);
    private final ActingPlan plan;
    private final Choices choices;
    private final List<RandomStream> streams = new ArrayList<>();
    private final ActionSet[] available;
    private final float[] state;
    private final boolean[] begins;
    private final boolean[] seen;

    NetworkActor(int batch) {
      plan = network.acting(batch);
      choices = new Choices(head, batch);
      for (int i = 0; i < batch; i++) streams.add(new RandomStream(0));
      available = new ActionSet[batch];
      state = new float[batch * network.stateSize()];
      begins = new boolean[batch];
      seen = new boolean[batch];
    }

    @Override
    public void begin(int row, long seed) {
      streams.set(row, new RandomStream(seed));
      begins[row] = true;
    }

    @Override
    public void see(int row, Environment world, ObservationBatch observations) {
      available[row] = world.availableActions();
      input.put(0, observations, row, available[row]);
      input.expand(0, plan.inputs(), row * input.width());
      plan.masks()[row] = begins[row] ? 0 : 1;
      begins[row] = false;
      seen[row] = true;
    }

    @Override
    public void decide() {
      System.arraycopy(state, 0, plan.stateIn(), 0, state.length);
      plan.run();
      System.arraycopy(plan.stateOut(), 0, state, 0, state.length);
      float[] outputs = plan.outputs();
      for (int row = 0; row < seen.length; row++) {
        if (!seen[row]) continue;
        int offset = row * head.outputs();
        head.normalise(outputs, offset);
        if (modal) head.mode(outputs, offset, choices, row);
        else head.sample(outputs, offset, streams.get(row), choices, row);
      }
      Arrays.fill(seen, false);
    }

    @Override
    public Action action(int row) {
      return head.action(choices, row, available[row]);
    }

    @Override
    public float value(int row) {
      return plan.values()[row];
    }

    @Override
    public float logProbability(int row) {
      return head.logProbability(plan.outputs(), row * head.outputs(), choices, row);
    }

    @Override
    public void distribution(int row, float[] target) {
      System.arraycopy(plan.outputs(), row * head.outputs(), target, 0, head.outputs());
    }

    @Override
    public void extra(int column, int row, float[] target) {
      int width = extras.get(column).width();
      System.arraycopy(plan.extra(column), row * width, target, 0, width);
    }

    @Override
    public void close() {
      plan.close();
    }
  }
}
