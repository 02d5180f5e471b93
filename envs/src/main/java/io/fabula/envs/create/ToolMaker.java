package io.fabula.envs.create;

import io.fabula.envs.create.drawing.Appearance;

/** Makes objects out of catalogue entries. */
final class ToolMaker {
  private final PartFactory parts;

  ToolMaker(PartFactory parts) {
    this.parts = parts;
  }

  /**
   * The object that a tool or activator is, at a place in world units.
   *
   * @throws IllegalArgumentException for the entry that does nothing
   */
  SceneObject make(Tool tool, double x, double y, boolean active) {
    ObjectRole role = tool.isActivator() ? ObjectRole.ACTIVATOR : ObjectRole.TOOL;
    return new SceneObject(spec(tool, x, y), role, tool, active && role == ObjectRole.TOOL);
  }

  private PartSpec spec(Tool tool, double x, double y) {
    double angle = Math.toRadians(tool.angle());
    double length = tool.length();
    double elasticity = tool.elasticity();
    double maximum = Math.toRadians(tool.maximumAngle());
    double radius = CreateConstants.SEGMENT_RADIUS;
    return switch (tool.family()) {
      case RAMP -> parts.segment(Appearance.FIXED, x, y, angle, length, radius, elasticity);
      case TRAMPOLINE ->
          parts.segment(Appearance.TRAMPOLINE, x, y, angle, length, radius, elasticity);
      case FIXED_BALL -> parts.disc(Appearance.FIXED, x, y, length, elasticity);
      case BOUNCY_BALL -> parts.disc(Appearance.BOUNCY, x, y, length, elasticity);
      case FIXED_BOX -> parts.box(Appearance.FIXED, x, y, length, elasticity);
      case BOUNCY_BOX -> parts.box(Appearance.BOUNCY, x, y, length, elasticity);
      case FIXED_TRIANGLE -> parts.polygon(Appearance.FIXED, 3, x, y, angle, length, elasticity);
      case BOUNCY_TRIANGLE -> parts.polygon(Appearance.BOUNCY, 3, x, y, angle, length, elasticity);
      case FIXED_SQUARE -> parts.polygon(Appearance.FIXED, 4, x, y, angle, length, elasticity);
      case BOUNCY_SQUARE -> parts.polygon(Appearance.BOUNCY, 4, x, y, angle, length, elasticity);
      case FIXED_PENTAGON -> parts.polygon(Appearance.FIXED, 5, x, y, angle, length, elasticity);
      case BOUNCY_PENTAGON -> parts.polygon(Appearance.BOUNCY, 5, x, y, angle, length, elasticity);
      case FIXED_HEXAGON -> parts.polygon(Appearance.FIXED, 6, x, y, angle, length, elasticity);
      case BOUNCY_HEXAGON -> parts.polygon(Appearance.BOUNCY, 6, x, y, angle, length, elasticity);
      case HINGE -> parts.hinge(x, y, length, tool.friction());
      case HINGE_CONSTRAINED -> parts.limitedHinge(x, y, length, tool.friction(), maximum);
      case SEE_SAW ->
          parts.seeSaw(x, y, length, tool.friction(), maximum, tool.onLeft(), tool.weight());
      case CANNON -> parts.cannon(x, y, angle, tool.force());
      case FAN -> parts.fan(x, y, angle, tool.force());
      case BELT -> parts.belt(x, y, length, tool.speed());
      case FUNNEL -> parts.funnel(x, y, angle, length);
      case BUCKET -> parts.bucket(x, y, angle, length);
      case ACTIVATOR -> parts.activator(tool.activates().orElseThrow(), x, y);
      case NO_OP -> throw new IllegalArgumentException("no_op cannot be placed");
    };
  }
}
