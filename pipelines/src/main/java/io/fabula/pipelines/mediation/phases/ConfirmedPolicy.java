package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.objects.ObjectWorld;
import io.fabula.envs.random.Seeds;
import io.fabula.model.actorcritic.ActorCriticTrainer;
import io.fabula.model.agents.PolicyNetwork;

/**
 * Takes a policy only once fresh episodes confirm that it succeeds as often as its running mean
 * says. The running mean of a training lags behind, and for a while after the policy changed it
 * counts more of the episodes that end early, by success, than of those that go on to their limit.
 *
 * @param worlds where
 * @param takenAt the level that is confirmed; other ones are not asked about
 * @param episodes how many, 0 to take every policy
 * @param blockSteps steps of all worlds per update
 * @param seed of the episodes, with the number of steps
 */
record ConfirmedPolicy(ObjectWorlds worlds, double takenAt, int episodes, int blockSteps, long seed)
    implements ActorCriticTrainer.SnapshotTest {
  /** Policies of every so many updates are tried: episodes of a trial cost as much as many. */
  private static final int UPDATES_BETWEEN = 16;

  /** How far above the level the share of successes has to be. */
  private static final double STANDARD_ERRORS = 2;

  @Override
  public boolean keeps(double level, long steps, PolicyNetwork network) {
    if (episodes == 0 || level != takenAt) return true;
    if (steps / blockSteps % UPDATES_BETWEEN != 0) return false;
    Count count = new Count();
    int needed = needed(level, episodes);
    try (Episodes trial = new Episodes(worlds, network, Seeds.of(seed, "confirm", steps))) {
      for (int i = 0; i < episodes; i++) {
        if (count.successes + episodes - i < needed) return false;
        trial.play(i, count);
      }
    }
    return count.successes >= needed;
  }

  /** The fewest successes whose share lies two of its standard errors above a level. */
  static int needed(double level, int episodes) {
    for (int successes = 0; successes < episodes; successes++) {
      double share = successes / (double) episodes;
      if (share - STANDARD_ERRORS * Math.sqrt(share * (1 - share) / episodes) >= level) {
        return successes;
      }
    }
    return episodes;
  }

  private static final class Count implements Episodes.Listener {
    private int successes;

    @Override
    public void state(ObjectWorld world) {}

    @Override
    public void end(int episode, ObjectWorld world, double returned) {
      if (world.completed()) successes++;
    }
  }
}
