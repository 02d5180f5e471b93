package io.fabula.envs.create.physics;

import org.jspecify.annotations.Nullable;

/**
 * A surface carried by a body. Its place in the world is that of the body at the last position
 * update: a body moved in between (by an effect) takes its shapes along in the next step.
 */
public abstract sealed class Shape permits Circle, Hull {
  final Body body;
  private final double elasticity;
  private final double friction;
  private boolean sensor;
  private @Nullable ContactEffect effect;

  double minimumX;
  double minimumY;
  double maximumX;
  double maximumY;

  /** The body's frame when the shape was last updated. */
  double poseX;

  double poseY;
  double poseCosine;
  double poseSine;

  Shape(Body body, double elasticity, double friction) {
    this.body = body;
    this.elasticity = elasticity;
    this.friction = friction;
  }

  public Body body() {
    return body;
  }

  /** Multiplied with the other shape's: the share of approach speed that is given back. */
  public double elasticity() {
    return elasticity;
  }

  /** Multiplied with the other shape's: Coulomb's coefficient. */
  public double friction() {
    return friction;
  }

  /** Whether the shape notices touches without pushing back. */
  public boolean sensor() {
    return sensor;
  }

  public void setSensor(boolean value) {
    sensor = value;
    body.idleTime = 0;
  }

  public @Nullable ContactEffect effect() {
    return effect;
  }

  public void setEffect(ContactEffect value) {
    effect = value;
  }

  /** Whether the shapes overlap where they were last updated. */
  public boolean overlaps(Shape other) {
    return boundsMeet(other) && Collisions.collide(this, other, new Manifold());
  }

  boolean boundsMeet(Shape other) {
    return minimumX <= other.maximumX
        && other.minimumX <= maximumX
        && minimumY <= other.maximumY
        && other.minimumY <= maximumY;
  }

  /** Follows the body. */
  final void update() {
    pose(body.x, body.y, body.cosine, body.sine);
  }

  final void pose(double x, double y, double cosine, double sine) {
    poseX = x;
    poseY = y;
    poseCosine = cosine;
    poseSine = sine;
    move();
  }

  /** Computes the world geometry and bounds from the pose. */
  abstract void move();
}
