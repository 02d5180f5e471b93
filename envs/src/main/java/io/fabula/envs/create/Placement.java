package io.fabula.envs.create;

import java.util.Optional;

/** One attempt to place a tool or activator, by the rules of the AGILE code. */
final class Placement {
  private final Stage stage;

  /** Whether the attempt failed. */
  final boolean blocked;

  /** How many things came to life; they stay alive even if the attempt failed after that. */
  private int activations;

  /**
   * Tries to place.
   *
   * @param x normalised
   * @param y normalised
   */
  Placement(Stage stage, Tool tool, double x, double y) {
    this.stage = stage;
    if (near(tool, x, y)) {
      blocked = true;
      return;
    }
    Thing thing = stage.put(tool, x, y);
    boolean collides = meets(thing, stage.target);
    collides |= meets(thing, stage.goal);
    for (Thing other : stage.placed) collides |= meets(thing, other);
    for (Thing other : stage.scenery) collides |= meets(thing, other);
    blocked = collides;
    if (collides) thing.removeFrom(stage.space);
    else stage.placed.add(thing);
  }

  int activations() {
    return activations;
  }

  /** Whether something of the same class was placed near by. */
  private boolean near(Tool tool, double x, double y) {
    for (Thing other : stage.placed) {
      if (other.isActivator() != tool.isActivator()) continue;
      double dx = x - CreateConstants.normalised(other.x);
      double dy = y - CreateConstants.normalised(other.y);
      if (Math.sqrt(dx * dx + dy * dy) <= CreateConstants.NEAR) return true;
    }
    return false;
  }

  /** Whether an overlap forbids the placement; an overlap with the other class may activate. */
  private boolean meets(Thing thing, Thing other) {
    if (!thing.shape.overlaps(other.shape)) return false;
    if (thing.isActivator() == other.isActivator()) return true;
    if (thing.isActivator()) activate(other, thing);
    else activate(thing, other);
    return false;
  }

  private void activate(Thing sleeper, Thing activator) {
    Tool needy = sleeper.tool;
    Tool giver = activator.tool;
    if (needy == null || giver == null || sleeper.active) return;
    Optional<Activator> needs = needy.needs();
    if (needs.isEmpty() || !needs.equals(giver.activates())) return;
    sleeper.activate(stage.space);
    activations++;
  }
}
