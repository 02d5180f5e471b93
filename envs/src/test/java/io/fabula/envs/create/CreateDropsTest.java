package io.fabula.envs.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.create.drawing.Appearance;
import io.fabula.envs.create.physics.Body;
import io.fabula.envs.create.physics.Space;
import io.fabula.envs.vectors.VectorFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Balls that fall on tools or meet each other, in an otherwise empty world. */
class CreateDropsTest {
  private static final int BALL_FIELDS = 6;

  @Test
  void followsTheRecordedPathsWhileTheyAreRobust() {
    int robustSteps = 0;
    for (Path file : VectorFiles.files("create", "drops")) {
      for (JsonNode drop : VectorFiles.cases(VectorFiles.json(file).get("cases"))) {
        robustSteps += new Drop(drop).replay();
      }
    }
    assertThat(robustSteps).isPositive();
  }

  private static final class Drop {
    private final JsonNode recorded;
    private final Space space = new Space(CreateConstants.SOLVER);
    private final List<SceneObject> balls = new ArrayList<>();
    private final List<SceneObject> tools = new ArrayList<>();
    private int physicsStep;

    Drop(JsonNode recorded) {
      this.recorded = recorded;
      PartFactory parts = new PartFactory();
      if (!recorded.get("tool").isNull()) {
        Tool tool = ToolCatalogue.published().tool(recorded.get("tool").intValue());
        double[] at = VectorFiles.doubles(recorded.get("tool_pos"));
        SceneObject object = new ToolMaker(parts).make(tool, at[0], at[1], false);
        object.addTo(space);
        if (recorded.get("active").booleanValue()) object.activate(space);
        tools.add(object);
      }
      for (JsonNode ball : recorded.get("balls")) {
        double[] start = VectorFiles.doubles(ball);
        PartSpec spec = parts.ball(Appearance.BALL, start[0], start[1], 4, 10, 1, Behaviour.NONE);
        SceneObject object = new SceneObject(spec, ObjectRole.LOOSE, null, true);
        object.shape.body().setVelocity(start[2], start[3]);
        object.shape.body().setSpin(start[4]);
        object.addTo(space);
        balls.add(object);
      }
    }

    int replay() {
      int robust = 0;
      for (JsonNode step : VectorFiles.cases(recorded.get("steps"))) {
        boolean holds = step.get("robust").booleanValue();
        double dev = step.get("dev").asDouble();
        Map<String, int[]> contacts = advance(holds, dev);
        if (!holds) break;
        robust++;
        for (int i = 0; i < balls.size(); i++) {
          compare("ball " + i, step.get("balls").get(i), balls.get(i).shape.body(), dev);
        }
        if (step.has("beam")) compareBeam(step.get("beam"), dev);
        RecordedContacts.check(where(), step.get("contacts"), contacts);
      }
      return robust;
    }

    private Map<String, int[]> advance(boolean holds, double dev) {
      Map<String, int[]> contacts = new HashMap<>();
      JsonNode trace = recorded.path("trace");
      for (int i = 1; i <= CreateConstants.PHYSICS_STEPS; i++) {
        space.step(CreateConstants.PHYSICS_STEP);
        if (holds && physicsStep < trace.size()) {
          JsonNode now = trace.get(physicsStep);
          for (int k = 0; k < balls.size(); k++) {
            compare("trace of ball " + k, now.get(k), balls.get(k).shape.body(), dev);
          }
          if (now.size() > balls.size()) compareBeam(now.get(balls.size()), dev);
        }
        physicsStep++;
        for (SceneObject tool : tools) note("ball0-tool", balls.get(0), tool, i, contacts);
        if (balls.size() > 1) note("ball0-ball1", balls.get(0), balls.get(1), i, contacts);
      }
      return contacts;
    }

    private static void note(
        String pair, SceneObject a, SceneObject b, int step, Map<String, int[]> contacts) {
      if (a.shape.overlaps(b.shape)) RecordedContacts.note(contacts, pair, step);
    }

    private void compare(String what, JsonNode expected, Body body, double dev) {
      double place = Math.max(0.01, 10 * dev);
      double speed = Math.max(0.05, 30 * dev);
      double[] actual = {
        body.x(), body.y(), body.velocityX(), body.velocityY(), body.angle(), body.spin()
      };
      double[] bound = {place, place, speed, speed, Math.max(place, speed), speed};
      for (int i = 0; i < BALL_FIELDS; i++) {
        assertThat(Math.abs(actual[i] - expected.get(i).asDouble()))
            .as("%s, %s, field %d: %s", where(), what, i, expected)
            .isLessThanOrEqualTo(bound[i]);
      }
    }

    private void compareBeam(JsonNode expected, double dev) {
      Body body = tools.get(0).shape.body();
      double bound = Math.max(0.01, 10 * dev);
      double[] actual = {body.x(), body.y(), body.angle(), body.spin()};
      for (int i = 0; i < actual.length; i++) {
        assertThat(Math.abs(actual[i] - expected.get(i).asDouble()))
            .as("%s, beam, field %d: %s", where(), i, expected)
            .isLessThanOrEqualTo(bound);
      }
    }

    private String where() {
      return recorded.path("type").asText("balls")
          + " "
          + recorded.get("tool")
          + " "
          + recorded.get("balls")
          + ", physics step "
          + physicsStep;
    }
  }
}
