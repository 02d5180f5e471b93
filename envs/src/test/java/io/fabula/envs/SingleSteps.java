package io.fabula.envs;

/** Steps a single world by the rule that batches follow. */
public final class SingleSteps {
  private SingleSteps() {}

  /** Takes a discrete action, or ends the episode, and begins the next episode if one ended. */
  public static void step(AutoResetWorld world, int action) {
    ActionBatch actions = new ActionBatch(world.spec().actions(), 1);
    actions.indices()[0] = action;
    world.step(actions, 0);
    if (world.terminated() || world.truncated()) world.beginEpisode();
  }
}
