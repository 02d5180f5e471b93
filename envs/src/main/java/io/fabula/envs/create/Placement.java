package io.fabula.envs.create;

import java.util.Optional;

/** One attempt to place a tool or activator, by the rules of the AGILE code. */
final class Placement {
  private final Scene scene;

  /** Whether the attempt failed. */
  final boolean blocked;

  /** How many objects came to life; they stay alive even if the attempt failed after that. */
  private int activations;

  /**
   * Tries to place.
   *
   * @param x normalised
   * @param y normalised
   */
  Placement(Scene scene, Tool tool, double x, double y) {
    this.scene = scene;
    if (near(tool, x, y)) {
      blocked = true;
      return;
    }
    SceneObject object = scene.put(tool, x, y);
    boolean collides = meets(object, scene.target);
    collides |= meets(object, scene.goal);
    for (SceneObject other : scene.placed) collides |= meets(object, other);
    for (SceneObject other : scene.scenery) collides |= meets(object, other);
    blocked = collides;
    if (collides) object.removeFrom(scene.space);
    else scene.placed.add(object);
  }

  int activations() {
    return activations;
  }

  /** Whether something of the same class was placed near by. */
  private boolean near(Tool tool, double x, double y) {
    for (SceneObject other : scene.placed) {
      if (other.isActivator() != tool.isActivator()) continue;
      double dx = x - CreateConstants.normalised(other.x);
      double dy = y - CreateConstants.normalised(other.y);
      if (Math.sqrt(dx * dx + dy * dy) <= CreateConstants.NEAR) return true;
    }
    return false;
  }

  /** Whether an overlap forbids the placement; an overlap with the other class may activate. */
  private boolean meets(SceneObject object, SceneObject other) {
    if (!object.shape.overlaps(other.shape)) return false;
    if (object.isActivator() == other.isActivator()) return true;
    if (object.isActivator()) activate(other, object);
    else activate(object, other);
    return false;
  }

  private void activate(SceneObject sleeper, SceneObject activator) {
    Tool needy = sleeper.tool;
    Tool giver = activator.tool;
    if (needy == null || giver == null || sleeper.active) return;
    Optional<Activator> needs = needy.needs();
    if (needs.isEmpty() || !needs.equals(giver.activates())) return;
    sleeper.activate(scene.space);
    activations++;
  }
}
