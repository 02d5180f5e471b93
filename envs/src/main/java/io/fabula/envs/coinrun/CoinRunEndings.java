package io.fabula.envs.coinrun;

import io.fabula.envs.edits.EndingCause;
import java.util.List;
import java.util.Optional;

/** Why an episode ended, read from its last state; the coin counts before any danger. */
final class CoinRunEndings {
  static final String SAW = "saw";
  static final String ENEMY = "enemy";

  /** Names of what kills in pits. */
  static final String[] PIT = {"lava", "pit-saw", "pit-enemy"};

  private static final EndingCause BY_COIN = new EndingCause("coin", "took the coin", true);
  private static final EndingCause BY_SAW =
      new EndingCause(SAW, "touched a saw on the ground", false);
  private static final EndingCause BY_ENEMY =
      new EndingCause(ENEMY, "touched an enemy on the ground", false);
  private static final EndingCause BY_LAVA = new EndingCause(PIT[0], "touched lava", false);
  private static final EndingCause BY_PIT_SAW =
      new EndingCause(PIT[1], "touched a saw in a pit", false);
  private static final EndingCause BY_PIT_ENEMY =
      new EndingCause(PIT[2], "touched an enemy in a pit", false);
  private static final EndingCause OUTSIDE = new EndingCause("outside", "left the world", false);
  private static final EndingCause BY_TIME =
      new EndingCause("time", "reached the step limit", false);

  static final List<EndingCause> ALL =
      List.of(BY_COIN, BY_SAW, BY_ENEMY, BY_LAVA, BY_PIT_SAW, BY_PIT_ENEMY, OUTSIDE, BY_TIME);

  private CoinRunEndings() {}

  static Optional<EndingCause> of(Game game) {
    if (game.completed) return Optional.of(BY_COIN);
    if (!game.ended) {
      return game.scene.time >= Game.MAXIMUM_STEPS ? Optional.of(BY_TIME) : Optional.empty();
    }
    Entities e = game.scene.entities;
    for (int i = 1; i < e.lasting; i++) {
      if (e.type[i] == Entities.CRATE || !Game.touchesPlayer(e, i)) continue;
      boolean pit = Terrain.pit(game.scene.grid, (int) e.x[i]) != null;
      if (e.type[i] == Entities.SAW) return Optional.of(pit ? BY_PIT_SAW : BY_SAW);
      return Optional.of(pit ? BY_PIT_ENEMY : BY_ENEMY);
    }
    return Optional.of(Game.playerTouchesLava(game.scene) ? BY_LAVA : OUTSIDE);
  }
}
