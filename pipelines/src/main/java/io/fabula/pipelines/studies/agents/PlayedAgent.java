package io.fabula.pipelines.studies.agents;

import io.fabula.model.agents.Policy;
import java.util.function.DoubleUnaryOperator;

/**
 * An agent that was read from its artifact and is ready to play.
 *
 * @param policy how it acts
 * @param rewardScale from a world's rewards to the units in which the agent learned
 * @param release returns what the agent holds
 */
public record PlayedAgent(Policy policy, DoubleUnaryOperator rewardScale, Runnable release)
    implements AutoCloseable {
  /** A policy that holds nothing, with rewards as the world gives them. */
  public static PlayedAgent of(Policy policy) {
    return new PlayedAgent(policy, reward -> reward, () -> {});
  }

  @Override
  public void close() {
    release.run();
  }
}
