package io.fabula.model.mpdqn;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationBatch;
import io.fabula.model.agents.Actor;
import io.fabula.model.agents.ExtraColumn;
import io.fabula.model.agents.Policy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the action of the largest value with the parameters that the agent proposes for it. The
 * value that it predicts is that one; values and parameters of all actions are recorded.
 *
 * @param network decides; it is not closed with the policy
 */
public record MpDqnPolicy(MpDqnNetwork network) implements Policy {
  /** Name of the recorded values of all actions. */
  public static final String VALUES = "q_values";

  /** Name of the recorded parameters of all actions. */
  public static final String PARAMETERS = "proposed_parameters";

  @Override
  public void requireFits(EnvironmentSpec world) {
    network.requireFits(world);
  }

  @Override
  public List<ExtraColumn> extras() {
    MpDqnArchitecture agent = network.architecture();
    return List.of(
        new ExtraColumn(
            VALUES,
            agent.actions(),
            VALUES,
            "value of each action, or its score where agents score"),
        new ExtraColumn(
            PARAMETERS,
            agent.parameters(),
            PARAMETERS,
            "proposed parameters of all actions, scaled to -1..1, not clipped"));
  }

  @Override
  public Actor actor(int batch) {
    if (batch < 1) throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    return new GreedyActor(batch);
  }

  private final class GreedyActor implements Actor {
    private final MpDqnArchitecture agent = network.architecture();
    private final MpDqnPlan plan;
    private @Nullable ParameterScale scale;

    GreedyActor(int batch) {
      plan = new MpDqnPlan(network, batch);
    }

    @Override
    public void begin(int row, long seed) {
      // nothing is remembered and nothing drawn
    }

    @Override
    public void see(int row, Environment world, ObservationBatch observations) {
      if (scale == null) scale = new ParameterScale(world.spec().actions(), agent);
      observations.toFloats(row, plan.states, row * agent.stateSize());
    }

    @Override
    public void decide() {
      plan.run();
    }

    @Override
    public Action action(int row) {
      if (scale == null) throw new IllegalStateException("no world was seen");
      return scale.action(plan.best(row), plan.parameters, row * agent.proposals());
    }

    @Override
    public float value(int row) {
      return plan.value(row);
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
      if (column == 0) plan.actionsOf(row, target, 0);
      else plan.parametersOf(row, target, 0);
    }

    @Override
    public void close() {
      plan.close();
    }
  }
}
