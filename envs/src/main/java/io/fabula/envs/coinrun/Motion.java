package io.fabula.envs.coinrun;

/**
 * How the player and enemies move and collide (Procgen 0.10.7, entity stepping). Each operation
 * rounds to float32 where the original does; its oddities are kept, since levels are only
 * reproduced with them:
 *
 * <ul>
 *   <li>a horizontal move of length 0 counts as vertical;
 *   <li>an enemy turned back by solid ground also counts as blocked, and so slows down;
 *   <li>whether a crate stops an enemy depends on the player's fall and wish.
 * </ul>
 */
final class Motion {
  private static final float CORNER = 0.98f;
  private static final float TOUCH = -0.001f;
  private static final int LEAST_PARTS = 4;
  private static final int DEEPEST_PUSH = 5;

  private final Scene scene;
  private final Grid grid;
  private final Entities e;

  private Motion(Scene scene) {
    this.scene = scene;
    grid = scene.grid;
    e = scene.entities;
  }

  /** The motion of what lives in {@code scene}, until its entities are replaced. */
  static Motion in(Scene scene) {
    return new Motion(scene);
  }

  /**
   * Moves one entity by its velocity in small parts, and scales the velocity down where it was
   * blocked.
   *
   * @param stepDraw the step's random number; its parity decides ties
   */
  void advance(int i, int stepDraw) {
    float vx = e.vx[i];
    float vy = e.vy[i];
    float square = vx * vx + vy * vy;
    int parts = Math.max(LEAST_PARTS, (int) (4 * Math.sqrt(square)));
    float share = (float) (1.0 / parts);
    boolean xFirst = xFirst(i, Math.abs(vx) - Math.abs(vy), stepDraw);
    int freeX = 0;
    int freeY = 0;
    for (int part = 0; part < parts; part++) {
      boolean blockedX;
      boolean blockedY;
      if (xFirst) {
        blockedX = move(i, e.vx[i] * share, 0, 0);
        blockedY = move(i, 0, e.vy[i] * share, 0);
      } else {
        blockedY = move(i, 0, e.vy[i] * share, 0);
        blockedX = move(i, e.vx[i] * share, 0, 0);
      }
      if (!blockedX) freeX++;
      if (!blockedY) freeY++;
      if (blockedX && blockedY) break;
    }
    e.vx[i] *= (float) freeX / parts;
    e.vy[i] *= (float) freeY / parts;
  }

  private boolean xFirst(int i, float difference, int stepDraw) {
    if (i == Entities.PLAYER) {
      if (scene.wishY != 0) return false;
      if (scene.wishX != 0) return true;
    }
    return difference > 0 || (difference == 0 && stepDraw % 2 == 0);
  }

  /** Moves along one axis and returns whether something was in the way. */
  private boolean move(int i, float dx, float dy, int depth) {
    boolean horizontal = dx != 0;
    float x = e.x[i] + dx;
    float y = e.y[i] + dy;
    float rx = e.rx[i];
    float ry = e.ry[i];
    boolean enemy = e.type[i] == Entities.ENEMY;

    float cornerX = rx * CORNER;
    float cornerY = ry * CORNER;
    byte a = grid.around(x - cornerX, y - cornerY);
    byte b = grid.around(x + cornerX, y - cornerY);
    byte c = grid.around(x - cornerX, y + cornerY);
    byte d = grid.around(x + cornerX, y + cornerY);
    boolean inGround = a == Grid.GROUND || b == Grid.GROUND || c == Grid.GROUND || d == Grid.GROUND;
    boolean inTop =
        a == Grid.GROUND_TOP
            || b == Grid.GROUND_TOP
            || c == Grid.GROUND_TOP
            || d == Grid.GROUND_TOP;
    boolean blocked = inGround || (inTop && !enemy);
    boolean turned =
        enemy
            && (inGround
                || inTop
                || a == Grid.BARRIER
                || b == Grid.BARRIER
                || c == Grid.BARRIER
                || d == Grid.BARRIER);

    if (turned && horizontal) {
      e.vx[i] = -e.vx[i];
      x += 2 * (dx < 0 ? ceil(x - rx) - (x - rx) : floor(x + rx) - (x + rx));
    } else if (turned) {
      e.vy[i] = -e.vy[i];
      y += 2 * (dy < 0 ? ceil(y - ry) - (y - ry) : floor(y + ry) - (y + ry));
    } else if (blocked && horizontal) {
      x = dx > 0 ? floor(x + rx) - rx : ceil(x - rx) + rx;
    } else if (blocked) {
      y = dy > 0 ? floor(y + ry) - ry : ceil(y - ry) + ry;
    }
    e.x[i] = x;
    e.y[i] = y;
    // Only crates stop things, only in vertical moves, and only under these conditions.
    if (!horizontal && e.vy[Entities.PLAYER] < 0 && scene.wishY >= 0) {
      blocked |= pushOffCrates(i, depth);
    }
    return blocked;
  }

  private boolean pushOffCrates(int i, int depth) {
    boolean pushed = false;
    float playerRy = e.ry[Entities.PLAYER];
    for (int crate = e.lasting - 1; crate > Entities.PLAYER; crate--) {
      if (e.type[crate] != Entities.CRATE || crate == i) continue;
      float reachX = e.rx[i] + e.rx[crate] + TOUCH;
      float reachY = e.ry[i] + e.ry[crate] + TOUCH;
      if (Math.abs(e.x[i] - e.x[crate]) < reachX
          && Math.abs(e.y[i] - e.y[crate]) < reachY
          && scene.lastY >= e.y[crate] + e.ry[crate] + playerRy) {
        scene.onCrate = true;
        push(i, crate, depth);
        pushed = true;
      }
    }
    return pushed;
  }

  private void push(int i, int crate, int depth) {
    float reach = e.ry[crate] + e.ry[i];
    double side = Math.signum(e.y[i] - e.y[crate]);
    float shift = (float) ((double) e.y[crate] + side * reach - (double) e.y[i]);
    if (depth < DEEPEST_PUSH) move(i, 0, shift, depth + 1);
    e.vy[i] = 0;
  }

  private static float floor(float v) {
    return (float) Math.floor(v);
  }

  private static float ceil(float v) {
    return (float) Math.ceil(v);
  }
}
