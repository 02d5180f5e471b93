package io.fabula.envs.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.Action;
import io.fabula.envs.create.physics.Body;
import io.fabula.envs.vectors.VectorFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Recorded episodes of the original, as far as they are robust. */
class CreateEpisodesTest {
  /**
   * An episode is called robust by its events and places, not by its touches: up to here paths are
   * known to 0.2 units, what a ball crosses in a physics step.
   */
  private static final double CONTACTS_HOLD = 0.02;

  @Test
  void repeatsThePushEpisodes() {
    assertThat(repeat("push_episodes")).isPositive();
  }

  @Test
  void repeatsRunsOfAllLevels() {
    assertThat(repeat("level_runs")).isPositive();
  }

  private static int repeat(String prefix) {
    int robust = 0;
    for (Path file : VectorFiles.files("create", prefix)) {
      JsonNode episodes = VectorFiles.cases(VectorFiles.json(file).get("episodes"));
      for (int i = 0; i < episodes.size(); i++) {
        robust += new Replay(prefix + " " + i, episodes.get(i)).run();
      }
    }
    return robust;
  }

  private static final class Replay {
    private final String name;
    private final JsonNode recorded;
    private final Create world;
    private final List<SceneObject> scenery;
    private Map<String, int[]> contacts = new HashMap<>();
    private int physicsStep;

    Replay(String name, JsonNode recorded) {
      this.name = name + " " + recorded.get("level").asText();
      this.recorded = recorded;
      Level level = RecordedLayouts.level(recorded);
      Set<Integer> ids = new LinkedHashSet<>();
      for (JsonNode action : recorded.get("actions")) ids.add(action.get(0).intValue());
      world =
          new Create(CreateOptions.PUBLISHED.withLevel(level).withView(CreateOptions.View.STATE));
      JsonNode reset = recorded.get("reset");
      double goalX = CreateConstants.normalised(reset.get("goal").get(0).asDouble());
      double[][] shifts = RecordedLayouts.shifts(level, recorded, goalX);
      RecordedLayouts.pin(level, shifts, level.target(), reset.get("target"));
      RecordedLayouts.pin(level, shifts, level.goal(), reset.get("goal"));
      if (level.hasMarker()) {
        RecordedLayouts.pin(level, shifts, level.parts().get(0), reset.get("marker"));
      }
      world.begin(shifts, ids.stream().mapToInt(Integer::intValue).toArray());
      checkStart(reset, "target", world.scene().target);
      checkStart(reset, "goal", world.scene().goal);
      checkStart(reset, "marker", world.scene().marker);
      scenery = new ArrayList<>(world.scene().scenery);
      world.watch(this::noteContacts);
    }

    private void checkStart(JsonNode reset, String key, SceneObject object) {
      if (!reset.has(key)) return;
      assertThat(object.x).as(name).isCloseTo(reset.get(key).get(0).asDouble(), within(1e-5));
      assertThat(object.y).as(name).isCloseTo(reset.get(key).get(1).asDouble(), within(1e-5));
    }

    int run() {
      JsonNode actions = recorded.get("actions");
      for (int i = 0; i < actions.size(); i++) {
        contacts = new HashMap<>();
        physicsStep = 0;
        int placedBefore = world.report().placed();
        int activeBefore = world.report().activations();
        float x = clip(actions.get(i).get(1).asDouble());
        float y = clip(actions.get(i).get(2).asDouble());
        world.step(Action.of(actions.get(i).get(0).intValue(), x, y));
        JsonNode step = recorded.get("steps").get(i);
        if (!step.get("robust").booleanValue()) return i;
        check(name + " step " + (i + 1), step, placedBefore, activeBefore);
        if (world.done()) break;
      }
      if (world.done()) checkInfo(recorded.get("info"));
      return recorded.get("steps").size();
    }

    private static float clip(double place) {
      return (float) Math.min(Math.max(place, -1), 1);
    }

    private void check(String where, JsonNode step, int placedBefore, int activeBefore) {
      CreateReport report = world.report();
      assertThat(world.reward()).as(where).isCloseTo(step.get("reward").asDouble(), within(1e-6));
      assertThat(world.done()).as(where).isEqualTo(step.get("done").booleanValue());
      assertThat(report.placed()).as(where).isEqualTo(step.get("placed").intValue());
      assertThat(report.placed() > placedBefore)
          .as(where)
          .isEqualTo(step.get("accepted").booleanValue());
      assertThat(report.activations() > activeBefore)
          .as(where)
          .isEqualTo(step.get("activated").booleanValue());
      assertThat(report.targetHit()).as(where).isEqualTo(step.get("target_hit").asDouble() > 0);
      assertThat(report.goalHit()).as(where).isEqualTo(step.get("goal_hit").asDouble() > 0);
      for (int i = 0; i < report.placed(); i++) {
        assertThat(world.scene().placed.get(i).active)
            .as(where)
            .isEqualTo(step.get("active").get(i).intValue() == 1);
      }
      double dev = step.get("dev").asDouble();
      checkBall(where + " target", step.get("target"), world.scene().target, dev);
      if (step.has("marker")) {
        checkBall(where + " marker", step.get("marker"), world.scene().marker, dev);
      }
      if (step.has("goal")) checkBall(where + " goal", step.get("goal"), world.scene().goal, dev);
      if (dev <= CONTACTS_HOLD) RecordedContacts.check(where, step.get("contacts"), contacts);
    }

    private static void checkBall(String where, JsonNode state, SceneObject object, double dev) {
      Body body = object.shape.body();
      double place = Math.max(0.01, 10 * dev);
      double speed = Math.max(0.05, 30 * dev);
      assertThat(body.x()).as(where).isCloseTo(state.get(0).asDouble(), within(place));
      assertThat(body.y()).as(where).isCloseTo(state.get(1).asDouble(), within(place));
      assertThat(body.velocityX()).as(where).isCloseTo(state.get(2).asDouble(), within(speed));
      assertThat(body.velocityY()).as(where).isCloseTo(state.get(3).asDouble(), within(speed));
      assertThat(body.spin()).as(where).isCloseTo(state.get(5).asDouble(), within(speed));
    }

    private void checkInfo(JsonNode info) {
      CreateReport report = world.report();
      assertThat(report.steps()).as(name).isEqualTo(info.get("ep_len").intValue());
      assertThat(report.earned()).isCloseTo(info.get("ep_reward").asDouble(), within(1e-6));
      assertThat(report.stationReward())
          .isCloseTo(info.get("ep_subgoal_reward").asDouble(), within(1e-6));
      assertThat(report.noOps()).isEqualTo(info.get("ep_no_op").intValue());
      assertThat(report.blocked()).isEqualTo(info.get("ep_overlap_action").intValue());
      assertThat(report.activations()).isEqualTo(info.get("ep_activation_count").intValue());
    }

    private void noteContacts() {
      physicsStep++;
      Scene scene = world.scene();
      Map<String, SceneObject> balls = new HashMap<>();
      balls.put("target", scene.target);
      if (scene.marker != null) balls.put("marker", scene.marker);
      balls.forEach(
          (ball, object) -> {
            note(ball + "-goal", object, scene.goal);
            int level = 0;
            for (SceneObject part : scenery) {
              if (part != scene.marker) note(ball + "-level" + level++, object, part);
            }
            for (int i = 0; i < scene.placed.size(); i++) {
              note(ball + "-tool" + i, object, scene.placed.get(i));
            }
          });
      if (scene.marker != null) note("marker-target", scene.marker, scene.target);
    }

    private void note(String pair, SceneObject a, SceneObject b) {
      if (a.shape.overlaps(b.shape)) RecordedContacts.note(contacts, pair, physicsStep);
    }
  }
}
