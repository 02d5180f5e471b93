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

  static void write(Stage stage, boolean targetHit, float[] target, int offset) {
    int at = ball(stage.target, target, offset);
    at = ball(stage.marker, target, at);
    Body goal = stage.goal.shape.body();
    boolean moving = stage.goal.moves();
    target[at++] = (float) normalised(moving ? goal.x() : stage.goal.x);
    target[at++] = (float) normalised(moving ? goal.y() : stage.goal.y);
    target[at++] = (float) (goal.velocityX() / HALF_WORLD);
    target[at++] = (float) (goal.velocityY() / HALF_WORLD);
    target[at++] = targetHit ? 1 : 0;
    for (int i = 0; i < stage.level.parts().size(); i++) {
      at = part(i < stage.scenery.size() ? stage.scenery.get(i) : null, target, at);
    }
    for (int i = 0; i < SEEN_OBJECTS; i++) {
      at = placed(i < stage.placed.size() ? stage.placed.get(i) : null, target, at);
    }
  }

  private static int ball(@Nullable Thing thing, float[] target, int at) {
    if (thing == null) {
      for (int i = 0; i < 5; i++) target[at++] = 0;
      return at;
    }
    Body body = thing.shape.body();
    target[at++] = (float) normalised(body.x());
    target[at++] = (float) normalised(body.y());
    target[at++] = (float) (body.velocityX() / HALF_WORLD);
    target[at++] = (float) (body.velocityY() / HALF_WORLD);
    target[at++] = (float) body.spin();
    return at;
  }

  private static int part(@Nullable Thing thing, float[] target, int at) {
    if (thing == null) {
      for (int i = 0; i < 3; i++) target[at++] = 0;
      return at;
    }
    Body body = thing.shape.body();
    target[at++] = (float) normalised(thing.moves() ? body.x() : thing.x);
    target[at++] = (float) normalised(thing.moves() ? body.y() : thing.y);
    target[at++] = (float) (thing.angle + body.angle());
    return at;
  }

  private static int placed(@Nullable Thing thing, float[] target, int at) {
    Tool tool = thing == null ? null : thing.tool;
    if (thing == null || tool == null) {
      for (int i = 0; i < 5; i++) target[at++] = 0;
      return at;
    }
    target[at++] = (float) normalised(thing.x);
    target[at++] = (float) normalised(thing.y);
    target[at++] = Family.TYPES.indexOf(tool.family()) + 1;
    target[at++] = (float) (thing.angle + thing.shape.body().angle());
    target[at++] = thing.active ? 1 : 0;
    return at;
  }
}
