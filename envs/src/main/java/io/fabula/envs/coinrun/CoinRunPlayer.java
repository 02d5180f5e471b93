package io.fabula.envs.coinrun;

import io.fabula.envs.Action;
import io.fabula.envs.Player;

/**
 * A hand-written player that knows the rules and the level's random numbers: it searches for a way
 * to the coin in its head, the farthest to the right first, and then goes it. Takes the coin in
 * nearly all levels that have a way to it.
 *
 * <p>An instance belongs to one thread.
 */
public final class CoinRunPlayer implements Player<CoinRun> {
  private byte[] plan = new byte[0];
  private int planLevel;
  private int planBegin;

  /** The action to take now; plans anew whenever the episode is not where the plan expects it. */
  @Override
  public Action act(CoinRun world) {
    Scene scene = world.game().scene;
    int i = scene.time - planBegin;
    if (scene.levelSeed != planLevel || i < 0 || i >= plan.length) {
      plan = new CoinRunSearch(world.game(), world.options()).run();
      planLevel = scene.levelSeed;
      planBegin = scene.time;
      i = 0;
    }
    return Action.of(plan[i]);
  }
}
