package io.fabula.model.qpamdp;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationBatch;
import io.fabula.model.agents.Actor;
import io.fabula.model.agents.Policy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the action of the largest value with the means of its parameters.
 *
 * @param agent decides
 */
public record QPamdpPolicy(QPamdpAgent agent) implements Policy {
  @Override
  public void requireFits(EnvironmentSpec world) {
    agent.requireFits(world);
  }

  @Override
  public Actor actor(int batch) {
    if (batch < 1) throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    return new Greedy(batch);
  }

  /** The action with parameters on the scale of -1..1, clipped to it. */
  static Action action(ActionSpace space, int index, double[] scaled) {
    List<ActionSpace.Parameter> own =
        ((ActionSpace.Parameterised) space).actions().get(index).parameters();
    float[] real = new float[own.size()];
    for (int i = 0; i < real.length; i++) {
      ActionSpace.Parameter parameter = own.get(i);
      double clipped = Math.min(Math.max(scaled[i], -1), 1);
      double range = (double) parameter.maximum() - parameter.minimum();
      real[i] = (float) (parameter.minimum() + (clipped + 1) * range / 2);
    }
    return Action.of(index, real);
  }

  private final class Greedy implements Actor {
    private final FourierBasis basis = new FourierBasis(agent.features().size(), agent.order());
    private final double[] functions = new double[basis.size()];
    private final double[] u = new double[agent.features().size()];
    private final @Nullable Action[] actions;
    private final double[] values;
    private float[] seen = {};

    Greedy(int batch) {
      actions = new Action[batch];
      values = new double[batch];
    }

    @Override
    public void begin(int row, long seed) {
      // nothing is remembered and nothing drawn
    }

    @Override
    public void see(int row, Environment world, ObservationBatch observations) {
      if (seen.length == 0) seen = new float[observations.size()];
      observations.toFloats(row, seen, 0);
      agent.look(seen, 0, u);
      basis.at(u, functions);
      int best = agent.best(functions);
      double[] means = new double[agent.parameterSizes().get(best)];
      for (int i = 0; i < means.length; i++) means[i] = agent.mean(agent.offset(best) + i, u);
      actions[row] = QPamdpPolicy.action(world.spec().actions(), best, means);
      values[row] = agent.value(best, functions);
    }

    @Override
    public void decide() {
      // decided where it was seen
    }

    @Override
    public Action action(int row) {
      Action action = actions[row];
      if (action == null) throw new IllegalStateException("no world was seen");
      return action;
    }

    @Override
    public float value(int row) {
      return (float) values[row];
    }

    @Override
    public float logProbability(int row) {
      return 0;
    }

    @Override
    public void distribution(int row, float[] target) {
      // there is none
    }

    @Override
    public void extra(int column, int row, float[] target) {
      throw new IllegalArgumentException("there are no further columns");
    }
  }
}
