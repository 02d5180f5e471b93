package io.fabula.envs.create;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the catalogue. Numbers that the family does not have are 0.
 *
 * @param id position in the catalogue
 * @param family type
 * @param elasticity of the surface
 * @param angle degrees, counter-clockwise
 * @param length length, side, radius or circumradius in world units
 * @param friction of the surface; of hinges and see-saws, 1 plus the share of a ball's speed that
 *     each step of touching takes
 * @param maximumAngle degrees to both sides
 * @param weight mass at a see-saw's end
 * @param onLeft whether a see-saw's left end is up at the start
 * @param force a cannon's impulse or a fan's force
 * @param speed of a belt, to the right
 * @param provides what an activator activates
 */
public record Tool(
    int id,
    Family family,
    double elasticity,
    double angle,
    double length,
    double friction,
    double maximumAngle,
    double weight,
    boolean onLeft,
    double force,
    double speed,
    @Nullable Activator provides) {
  /** Count of {@link #features()}. */
  static final int FEATURES = 12;

  static Tool surface(
      int id, Family family, double elasticity, double angle, double length, double friction) {
    return new Tool(id, family, elasticity, angle, length, friction, 0, 0, false, 0, 0, null);
  }

  static Tool beam(int id, Family family, double length, double friction, double maximumAngle) {
    return seeSaw(id, family, length, friction, maximumAngle, false, 0);
  }

  static Tool seeSaw(
      int id,
      Family family,
      double length,
      double friction,
      double maximumAngle,
      boolean onLeft,
      double weight) {
    return new Tool(id, family, 0, 0, length, friction, maximumAngle, weight, onLeft, 0, 0, null);
  }

  static Tool device(
      int id, Family family, double angle, double length, double force, double speed) {
    return new Tool(id, family, 0, angle, length, 0, 0, 0, false, force, speed, null);
  }

  static Tool activator(int id, Activator provides) {
    return new Tool(id, Family.ACTIVATOR, 0, 0, 0, 0, 0, 0, false, 0, 0, provides);
  }

  /** What it needs to come to life; empty for activators and the entry that does nothing. */
  public Optional<Activator> needs() {
    return family.activator();
  }

  /** What an activator activates; empty for tools. */
  public Optional<Activator> activates() {
    return Optional.ofNullable(provides);
  }

  boolean isActivator() {
    return provides != null;
  }

  /** The angle by which it is sorted into a split. */
  double splitAngle() {
    boolean limited = family == Family.HINGE_CONSTRAINED || family == Family.SEE_SAW;
    return limited ? maximumAngle : angle;
  }

  /**
   * Elasticity, angle, length, friction, maximum angle, weight, on left, force, speed and the three
   * bits of the activator; angles in radians.
   */
  double[] features() {
    return new double[] {
      elasticity,
      Math.toRadians(angle),
      length,
      friction,
      Math.toRadians(maximumAngle),
      weight,
      onLeft ? 1 : 0,
      force,
      speed,
      provides == null ? 0 : provides.bit(0),
      provides == null ? 0 : provides.bit(1),
      provides == null ? 0 : provides.bit(2)
    };
  }
}
