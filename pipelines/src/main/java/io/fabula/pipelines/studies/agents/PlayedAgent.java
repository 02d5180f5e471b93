package io.fabula.pipelines.studies.agents;

import io.fabula.model.agents.Policy;
import io.fabula.model.agents.RewardScale;

/**
 * An agent that was read from its artifact and is ready to play.
 *
 * @param policy how it acts
 * @param rewardScale the units in which the agent learned
 * @param release returns what the agent holds
 */
public record PlayedAgent(Policy policy, RewardScale rewardScale, Runnable release)
    implements AutoCloseable {
  /** A policy that holds nothing, with rewards as the world gives them. */
  public static PlayedAgent of(Policy policy) {
    return new PlayedAgent(policy, RewardScale.NONE, () -> {});
  }

  @Override
  public void close() {
    release.run();
  }
}
