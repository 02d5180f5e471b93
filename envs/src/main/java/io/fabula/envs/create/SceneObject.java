package io.fabula.envs.create;

import io.fabula.envs.create.drawing.Appearance;
import io.fabula.envs.create.drawing.DrawnObject;
import io.fabula.envs.create.physics.Body;
import io.fabula.envs.create.physics.ContactEffect;
import io.fabula.envs.create.physics.Joint;
import io.fabula.envs.create.physics.Shape;
import io.fabula.envs.create.physics.Space;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Anything in the world: balls, goals, scenery, tools, activators. */
final class SceneObject implements ContactEffect, DrawnObject {
  final ObjectRole role;
  final Appearance appearance;
  final Shape shape;

  /** Where it was put, in world units; of what moves, where it began. */
  final double x;

  final double y;

  /** Radians, and the length or size, both for drawing and observing. */
  final double angle;

  final double size;
  final @Nullable Tool tool;

  private final Behaviour behaviour;
  private final boolean solid;
  private final List<Body> bodies;
  private final List<Joint> joints;

  /** Whether it does anything; a solid object that is not active lets everything through. */
  boolean active;

  /** Whether what it waits for has touched it. */
  boolean touched;

  /** Whether a bucket holds it. */
  boolean captured;

  SceneObject(PartSpec spec, ObjectRole role, @Nullable Tool tool, boolean active) {
    this.role = role;
    appearance = spec.appearance();
    shape = spec.shape();
    x = spec.x();
    y = spec.y();
    angle = spec.angle();
    size = spec.size();
    behaviour = spec.behaviour();
    solid = spec.solid();
    bodies = spec.bodies();
    joints = spec.joints();
    this.tool = tool;
    this.active = active;
    shape.setEffect(this);
    shape.setSensor(!(solid && active));
  }

  void addTo(Space space) {
    for (Body body : bodies) space.add(body);
    space.add(shape);
    for (Joint joint : joints) space.add(joint);
  }

  void removeFrom(Space space) {
    for (Joint joint : joints) space.remove(joint);
    space.remove(shape);
    for (Body body : bodies) space.remove(body);
  }

  /** Brings an inactive object to life; there is no way back. */
  void activate(Space space) {
    active = true;
    if (solid) {
      space.wake(shape.body());
      shape.setSensor(false);
    }
  }

  /** Whether it is an activator; tools and everything else are the other class. */
  boolean isActivator() {
    return role == ObjectRole.ACTIVATOR;
  }

  @Override
  public Appearance appearance() {
    return appearance;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public double x() {
    return x;
  }

  @Override
  public double y() {
    return y;
  }

  @Override
  public double angle() {
    return angle;
  }

  @Override
  public double size() {
    return size;
  }

  @Override
  public @Nullable Appearance livesBy() {
    if (tool == null || !active) return null;
    return tool.needs().map(Activator::appearance).orElse(null);
  }

  /** Whether cannons, belts and the like act on it. */
  @Override
  public boolean moves() {
    return !bodies.isEmpty() && joints.isEmpty();
  }

  @Override
  public @Nullable Body weight() {
    return bodies.size() > 1 ? bodies.get(1) : null;
  }

  @Override
  public boolean begins(Shape self, Shape other) {
    SceneObject mover = mover(other);
    return mover == null || behaviour.begins(this, mover);
  }

  @Override
  public boolean touches(Shape self, Shape other) {
    SceneObject mover = mover(other);
    return mover == null || behaviour.touches(this, mover);
  }

  @Override
  public void solved(Shape self, Shape other) {
    SceneObject mover = mover(other);
    if (mover != null) behaviour.pushed(this, mover);
  }

  private @Nullable SceneObject mover(Shape other) {
    return active && other.effect() instanceof SceneObject object && object.moves() ? object : null;
  }
}
