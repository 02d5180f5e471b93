package io.fabula.envs.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.create.physics.Body;
import io.fabula.envs.create.physics.Circle;
import io.fabula.envs.create.physics.Hull;

/** Compares objects with recorded shapes. */
final class RecordedShapes {
  /** The original computes with single precision in places. */
  private static final double GEOMETRY = 1e-5;

  private RecordedShapes() {}

  static void check(String name, JsonNode recorded, SceneObject object) {
    assertThat(object.shape.elasticity())
        .as(name)
        .isCloseTo(recorded.get("elasticity").asDouble(), within(GEOMETRY));
    assertThat(object.shape.friction())
        .as(name)
        .isCloseTo(recorded.get("friction").asDouble(), within(GEOMETRY));
    assertThat(object.shape.sensor()).as(name).isEqualTo(recorded.get("sensor").booleanValue());
    Body body = object.shape.body();
    if (recorded.get("body").asText().equals("dynamic")) {
      assertThat(body.mass()).as(name).isEqualTo(recorded.get("mass").asDouble());
      assertThat(body.moment()).as(name).isCloseTo(recorded.get("moment").asDouble(), within(1e-6));
    } else {
      assertThat(body.mass()).as(name).isInfinite();
    }
    if (recorded.has("weight")) {
      Body weight = object.weight();
      assertThat(weight).as(name).isNotNull();
      assertThat(weight.mass()).isEqualTo(recorded.get("weight").get("mass").asDouble());
      checkPoint(name, recorded.get("weight").get("pos"), weight.x(), weight.y());
    }
    checkGeometry(name, recorded, object);
  }

  private static void checkGeometry(String name, JsonNode recorded, SceneObject object) {
    switch (recorded.get("kind").asText()) {
      case "circle" -> {
        Circle circle = (Circle) object.shape;
        checkPoint(name, recorded.get("center"), circle.centreX(), circle.centreY());
        assertThat(circle.radius()).as(name).isEqualTo(recorded.get("radius").asDouble());
      }
      case "segment" -> {
        Hull hull = (Hull) object.shape;
        assertThat(hull.corners()).as(name).isEqualTo(2);
        assertThat(hull.radius()).as(name).isEqualTo(recorded.get("radius").asDouble());
        checkCorner(name, recorded.get("a"), hull);
        checkCorner(name, recorded.get("b"), hull);
      }
      default -> {
        Hull hull = (Hull) object.shape;
        assertThat(hull.corners()).as(name).isEqualTo(recorded.get("vertices").size());
        for (JsonNode corner : recorded.get("vertices")) checkCorner(name, corner, hull);
      }
    }
  }

  private static void checkCorner(String name, JsonNode point, Hull hull) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < hull.corners(); i++) {
      double dx = Math.abs(hull.cornerX(i) - point.get(0).asDouble());
      double dy = Math.abs(hull.cornerY(i) - point.get(1).asDouble());
      nearest = Math.min(nearest, Math.max(dx, dy));
    }
    assertThat(nearest).as("%s: corner %s", name, point).isLessThan(GEOMETRY);
  }

  private static void checkPoint(String name, JsonNode point, double x, double y) {
    assertThat(x).as(name).isCloseTo(point.get(0).asDouble(), within(GEOMETRY));
    assertThat(y).as(name).isCloseTo(point.get(1).asDouble(), within(GEOMETRY));
  }
}
