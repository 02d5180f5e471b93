package io.fabula.envs.create;

import static io.fabula.envs.create.CreateConstants.SEEN_OBJECTS;
import static io.fabula.envs.create.CreateConstants.normalised;

import io.fabula.envs.create.physics.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The state as numbers: places normalised to -1..1, velocities in half worlds per unit of time. */
final class StateView {
  private static final double HALF_WORLD = CreateConstants.WORLD / 2;

  private StateView() {}

  static List<String> names(Level level) {
    List<String> names = new ArrayList<>();
    for (String ball : List.of("target", "marker")) {
      for (String field : List.of("x", "y", "velocity-x", "velocity-y", "spin")) {
        names.add(ball + "-" + field);
      }
    }
    names.addAll(List.of("goal-x", "goal-y", "goal-velocity-x", "goal-velocity-y", "target-hit"));
    for (int i = 0; i < level.parts().size(); i++) {
      String kind = level.parts().get(i).kind().name().toLowerCase(Locale.ROOT);
      for (String field : List.of("x", "y", "angle")) names.add(kind + i + "-" + field);
    }
    for (int i = 0; i < SEEN_OBJECTS; i++) {
      for (String field : List.of("x", "y", "family", "angle", "active")) {
        names.add("placed" + i + "-" + field);
      }
    }
    return names;
  }

  static void write(Scene scene, boolean targetHit, float[] target, int offset) {
    int at = ball(scene.target, target, offset);
    at = ball(scene.marker, target, at);
    Body goal = scene.goal.shape.body();
    boolean moving = scene.goal.moves();
    target[at++] = (float) normalised(moving ? goal.x() : scene.goal.x);
    target[at++] = (float) normalised(moving ? goal.y() : scene.goal.y);
    target[at++] = (float) (goal.velocityX() / HALF_WORLD);
    target[at++] = (float) (goal.velocityY() / HALF_WORLD);
    target[at++] = targetHit ? 1 : 0;
    for (int i = 0; i < scene.level.parts().size(); i++) {
      at = part(i < scene.scenery.size() ? scene.scenery.get(i) : null, target, at);
    }
    for (int i = 0; i < SEEN_OBJECTS; i++) {
      at = placed(i < scene.placed.size() ? scene.placed.get(i) : null, target, at);
    }
  }

  private static int ball(@Nullable SceneObject object, float[] target, int at) {
    if (object == null) {
      for (int i = 0; i < 5; i++) target[at++] = 0;
      return at;
    }
    Body body = object.shape.body();
    target[at++] = (float) normalised(body.x());
    target[at++] = (float) normalised(body.y());
    target[at++] = (float) (body.velocityX() / HALF_WORLD);
    target[at++] = (float) (body.velocityY() / HALF_WORLD);
    target[at++] = (float) body.spin();
    return at;
  }

  private static int part(@Nullable SceneObject object, float[] target, int at) {
    if (object == null) {
      for (int i = 0; i < 3; i++) target[at++] = 0;
      return at;
    }
    Body body = object.shape.body();
    target[at++] = (float) normalised(object.moves() ? body.x() : object.x);
    target[at++] = (float) normalised(object.moves() ? body.y() : object.y);
    target[at++] = (float) (object.angle + body.angle());
    return at;
  }

  private static int placed(@Nullable SceneObject object, float[] target, int at) {
    Tool tool = object == null ? null : object.tool;
    if (object == null || tool == null) {
      for (int i = 0; i < 5; i++) target[at++] = 0;
      return at;
    }
    target[at++] = (float) normalised(object.x);
    target[at++] = (float) normalised(object.y);
    target[at++] = Family.TYPES.indexOf(tool.family()) + 1;
    target[at++] = (float) (object.angle + object.shape.body().angle());
    target[at++] = object.active ? 1 : 0;
    return at;
  }
}
