package io.fabula.envs.coinrun;

/**
 * Something of a level that is not a cell.
 *
 * @param kind what it is
 * @param x of its centre, cells from the left
 * @param y of its centre, cells from the bottom
 */
public record CoinRunThing(Kind kind, float x, float y) {
  /** Saws and enemies kill, crates can be stood on; only enemies move. */
  public enum Kind {
    SAW(Entities.SAW),
    ENEMY(Entities.ENEMY),
    CRATE(Entities.CRATE);

    final byte type;

    Kind(byte type) {
      this.type = type;
    }
  }
}
