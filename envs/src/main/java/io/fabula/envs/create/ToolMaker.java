package io.fabula.envs.create;

/** Makes things out of catalogue entries. */
final class ToolMaker {
  private final Workshop workshop;

  ToolMaker(Workshop workshop) {
    this.workshop = workshop;
  }

  /**
   * The thing that a tool or activator is, at a place in world units.
   *
   * @throws IllegalArgumentException for the entry that does nothing
   */
  Thing make(Tool tool, double x, double y, boolean active) {
    Role role = tool.isActivator() ? Role.ACTIVATOR : Role.TOOL;
    return new Thing(plan(tool, x, y), role, tool, active && role == Role.TOOL);
  }

  private Plan plan(Tool tool, double x, double y) {
    double angle = Math.toRadians(tool.angle());
    double length = tool.length();
    double elasticity = tool.elasticity();
    double maximum = Math.toRadians(tool.maximumAngle());
    double radius = CreateConstants.SEGMENT_RADIUS;
    return switch (tool.family()) {
      case RAMP -> workshop.segment(Look.FIXED, x, y, angle, length, radius, elasticity);
      case TRAMPOLINE -> workshop.segment(Look.TRAMPOLINE, x, y, angle, length, radius, elasticity);
      case FIXED_BALL -> workshop.disc(Look.FIXED, x, y, length, elasticity);
      case BOUNCY_BALL -> workshop.disc(Look.BOUNCY, x, y, length, elasticity);
      case FIXED_BOX -> workshop.box(Look.FIXED, x, y, length, elasticity);
      case BOUNCY_BOX -> workshop.box(Look.BOUNCY, x, y, length, elasticity);
      case FIXED_TRIANGLE -> workshop.polygon(Look.FIXED, 3, x, y, angle, length, elasticity);
      case BOUNCY_TRIANGLE -> workshop.polygon(Look.BOUNCY, 3, x, y, angle, length, elasticity);
      case FIXED_SQUARE -> workshop.polygon(Look.FIXED, 4, x, y, angle, length, elasticity);
      case BOUNCY_SQUARE -> workshop.polygon(Look.BOUNCY, 4, x, y, angle, length, elasticity);
      case FIXED_PENTAGON -> workshop.polygon(Look.FIXED, 5, x, y, angle, length, elasticity);
      case BOUNCY_PENTAGON -> workshop.polygon(Look.BOUNCY, 5, x, y, angle, length, elasticity);
      case FIXED_HEXAGON -> workshop.polygon(Look.FIXED, 6, x, y, angle, length, elasticity);
      case BOUNCY_HEXAGON -> workshop.polygon(Look.BOUNCY, 6, x, y, angle, length, elasticity);
      case HINGE -> workshop.hinge(x, y, length, tool.friction());
      case HINGE_CONSTRAINED -> workshop.limitedHinge(x, y, length, tool.friction(), maximum);
      case SEE_SAW ->
          workshop.seeSaw(x, y, length, tool.friction(), maximum, tool.onLeft(), tool.weight());
      case CANNON -> workshop.cannon(x, y, angle, tool.force());
      case FAN -> workshop.fan(x, y, angle, tool.force());
      case BELT -> workshop.belt(x, y, length, tool.speed());
      case FUNNEL -> workshop.funnel(x, y, angle, length);
      case BUCKET -> workshop.bucket(x, y, angle, length);
      case ACTIVATOR -> workshop.activator(x, y);
      case NO_OP -> throw new IllegalArgumentException("no_op cannot be placed");
    };
  }
}
