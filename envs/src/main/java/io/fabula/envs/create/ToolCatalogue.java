package io.fabula.envs.create;

import static io.fabula.envs.create.Family.BELT;
import static io.fabula.envs.create.Family.CANNON;
import static io.fabula.envs.create.Family.FAN;
import static io.fabula.envs.create.Family.HINGE;
import static io.fabula.envs.create.Family.HINGE_CONSTRAINED;
import static io.fabula.envs.create.Family.NO_OP;
import static io.fabula.envs.create.Family.SEE_SAW;

import java.util.ArrayList;
import java.util.List;

/**
 * All 2371 entries: 2365 tools, one that does nothing, five activators. Ids are positions (tool
 * generator of the AGILE code with granularity 1).
 */
public final class ToolCatalogue {
  private static final double[] RIGID = {0.1, 0.3, 0.5};
  private static final double[] LIVELY = {0.8, 1.0, 1.2};
  private static final double[] RIGID_FINE = {0.1, 0.2, 0.3, 0.4, 0.5};
  private static final double[] LIVELY_FINE = {0.8, 0.9, 1.0, 1.1, 1.2};
  private static final double[] ALL_AROUND = range(0, 15, 24);
  private static final ToolCatalogue PUBLISHED = new ToolCatalogue();

  private final List<Tool> tools = new ArrayList<>();

  private ToolCatalogue() {
    segments(Family.RAMP, RIGID, CreateConstants.FRICTION);
    segments(Family.TRAMPOLINE, LIVELY, 0);
    round(Family.FIXED_BALL, RIGID_FINE, 3, 5, 7, 9);
    round(Family.BOUNCY_BALL, LIVELY_FINE, 3, 5, 7, 9);
    round(Family.FIXED_BOX, RIGID_FINE, 5, 8, 11, 14);
    round(Family.BOUNCY_BOX, LIVELY_FINE, 5, 8, 11, 14);
    polygons(Family.FIXED_TRIANGLE, RIGID, 0, 15, 30, 45, 60, 75, 90, 105);
    polygons(Family.BOUNCY_TRIANGLE, LIVELY, 0, 15, 30, 45, 60, 75, 90, 105);
    polygons(Family.FIXED_SQUARE, RIGID, 0, 15, 30, 60, 75);
    polygons(Family.BOUNCY_SQUARE, LIVELY, 0, 15, 30, 60, 75);
    polygons(Family.FIXED_PENTAGON, RIGID, 0, 15, 30, 45, 60);
    polygons(Family.BOUNCY_PENTAGON, LIVELY, 0, 15, 30, 45, 60);
    polygons(Family.FIXED_HEXAGON, RIGID, 0, 15, 30, 45);
    polygons(Family.BOUNCY_HEXAGON, LIVELY, 0, 15, 30, 45);
    beams();
    for (double angle : ALL_AROUND) {
      for (double force : new double[] {60, 70, 80, 90, 100, 110, 120}) {
        tools.add(Tool.device(next(), CANNON, angle, 0, force, 0));
      }
    }
    for (double angle : ALL_AROUND) {
      for (double force : range(30, 15, 7)) {
        tools.add(Tool.device(next(), FAN, angle, 0, force, 0));
      }
    }
    for (double length : range(6, 2, 10)) {
      for (int direction = 1; direction >= -1; direction -= 2) {
        for (int speed = 1; speed <= 6; speed++) {
          tools.add(Tool.device(next(), BELT, 0, length, 0, direction * speed));
        }
      }
    }
    vessels(Family.FUNNEL);
    vessels(Family.BUCKET);
    tools.add(Tool.device(next(), NO_OP, 0, 0, 0, 0));
    for (Activator each : Activator.KINDS) tools.add(Tool.activator(next(), each));
  }

  /** The published catalogue. */
  public static ToolCatalogue published() {
    return PUBLISHED;
  }

  /** Number of entries. */
  public int size() {
    return tools.size();
  }

  /**
   * The entry with an id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tool tool(int id) {
    if (id < 0 || id >= tools.size()) {
      throw new IllegalArgumentException(
          "tool must be within 0.." + (tools.size() - 1) + ", got " + id);
    }
    return tools.get(id);
  }

  /** Id of the entry that does nothing. */
  public int noOp() {
    return tools.size() - 1 - Activator.KINDS.size();
  }

  /** Id of the entry of an activator. */
  public int idOf(Activator activator) {
    return noOp() + 1 + Activator.KINDS.indexOf(activator);
  }

  private int next() {
    return tools.size();
  }

  private void segments(Family family, double[] elasticities, double friction) {
    for (double elasticity : elasticities) {
      for (double angle : range(0, 15, 12)) {
        for (double length : range(6, 4, 5)) {
          tools.add(Tool.surface(next(), family, elasticity, angle, length, friction));
        }
      }
    }
  }

  private void round(Family family, double[] elasticities, double... sizes) {
    for (double elasticity : elasticities) {
      for (double size : sizes) {
        tools.add(Tool.surface(next(), family, elasticity, 0, size, 0));
      }
    }
  }

  private void polygons(Family family, double[] elasticities, double... angles) {
    for (double angle : angles) {
      for (double elasticity : elasticities) {
        for (double size : range(3, 1, 7)) {
          tools.add(Tool.surface(next(), family, elasticity, angle, size, 0));
        }
      }
    }
  }

  private void beams() {
    for (double length : new double[] {6, 12, 18, 24, 30}) {
      for (int hundredths = 100; hundredths <= 110; hundredths++) {
        tools.add(Tool.beam(next(), HINGE, length, hundredths / 100.0, 0));
      }
    }
    for (double length : range(12, 2, 5)) {
      for (double maximum : range(5, 15, 6)) {
        for (double friction : new double[] {1, 1.05, 1.1}) {
          tools.add(Tool.beam(next(), HINGE_CONSTRAINED, length, friction, maximum));
        }
      }
    }
    for (double length : range(12, 2, 5)) {
      for (double maximum : range(5, 15, 4)) {
        for (boolean onLeft : new boolean[] {true, false}) {
          for (double weight : range(2, 4, 4)) {
            tools.add(Tool.seeSaw(next(), SEE_SAW, length, 1, maximum, onLeft, weight));
          }
        }
      }
    }
  }

  private void vessels(Family family) {
    for (double angle : ALL_AROUND) {
      for (double size : range(3, 2, 5)) {
        tools.add(Tool.device(next(), family, angle, size, 0, 0));
      }
    }
  }

  private static double[] range(double first, double step, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) values[i] = first + i * step;
    return values;
  }
}
