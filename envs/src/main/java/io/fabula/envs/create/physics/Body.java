package io.fabula.envs.create.physics;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;

/**
 * Something with a place, a velocity and a mass. Immovable things hang on a {@link #fixed()} body,
 * whose frame is the world's.
 *
 * <p>Setting anything from outside keeps the body awake for a while, as a touch would.
 */
public final class Body {
  final double mass;
  final double moment;
  final double massInverse;
  final double momentInverse;

  double x;
  double y;
  double velocityX;
  double velocityY;
  double forceX;
  double forceY;
  double angle;
  double spin;
  double cosine = 1;
  double sine;

  /** Velocities that only undo overlap: used in one position update, then forgotten. */
  double biasX;

  double biasY;
  double biasSpin;

  double idleTime;
  boolean asleep;

  /**
   * A body at rest.
   *
   * @param mass greater than 0
   * @param moment of inertia about the centre, greater than 0
   */
  public Body(double mass, double moment, double x, double y) {
    if (!(mass > 0 && moment > 0)) {
      throw new IllegalArgumentException(
          "mass and moment must be positive, got " + mass + " and " + moment);
    }
    this.mass = mass;
    this.moment = moment;
    massInverse = 1 / mass;
    momentInverse = 1 / moment;
    this.x = x;
    this.y = y;
  }

  /** A body that never moves, at the origin. */
  public static Body fixed() {
    return new Body(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0, 0);
  }

  public double x() {
    return x;
  }

  public double y() {
    return y;
  }

  public double velocityX() {
    return velocityX;
  }

  public double velocityY() {
    return velocityY;
  }

  /** Radians, counter-clockwise, not wrapped. */
  public double angle() {
    return angle;
  }

  /** Radians per unit of time. */
  public double spin() {
    return spin;
  }

  public double speed() {
    return Math.sqrt(velocityX * velocityX + velocityY * velocityY);
  }

  public double mass() {
    return mass;
  }

  public double moment() {
    return moment;
  }

  /** Moves the centre without changing anything else. */
  public void place(double newX, double newY) {
    idleTime = 0;
    x = newX;
    y = newY;
  }

  /** Sets the velocity of the centre. */
  public void setVelocity(double newX, double newY) {
    idleTime = 0;
    velocityX = newX;
    velocityY = newY;
  }

  /** Sets the angular velocity. */
  public void setSpin(double newSpin) {
    idleTime = 0;
    spin = newSpin;
  }

  /** Turns back to angle 0, stops all motion and drops pending forces. */
  public void halt() {
    setVelocity(0, 0);
    dropForce();
    spin = 0;
    turnTo(0);
  }

  /** Drops forces that wait for the next velocity update. */
  public void dropForce() {
    idleTime = 0;
    forceX = 0;
    forceY = 0;
  }

  /** Adds a force at the centre for one step. */
  public void push(double addX, double addY) {
    idleTime = 0;
    forceX += addX;
    forceY += addY;
  }

  boolean immovable() {
    return massInverse == 0;
  }

  /** Whether it does not move for now. */
  boolean resting() {
    return asleep || immovable();
  }

  void turnTo(double newAngle) {
    angle = newAngle;
    cosine = StrictMath.cos(newAngle);
    sine = StrictMath.sin(newAngle);
  }

  void integratePosition(double seconds) {
    x += (velocityX + biasX) * seconds;
    y += (velocityY + biasY) * seconds;
    double turn = (spin + biasSpin) * seconds;
    if (turn != 0) turnTo(angle + turn);
    biasX = 0;
    biasY = 0;
    biasSpin = 0;
  }

  void integrateVelocity(double gravityX, double gravityY, double seconds) {
    velocityX += (gravityX + forceX * massInverse) * seconds;
    velocityY += (gravityY + forceY * massInverse) * seconds;
    forceX = 0;
    forceY = 0;
  }

  /** Twice the energy of motion. */
  double energy() {
    return mass * (velocityX * velocityX + velocityY * velocityY) + moment * spin * spin;
  }

  void applyImpulse(double impulseX, double impulseY, double armX, double armY) {
    velocityX += impulseX * massInverse;
    velocityY += impulseY * massInverse;
    spin += (armX * impulseY - armY * impulseX) * momentInverse;
  }

  void applyBias(double impulseX, double impulseY, double armX, double armY) {
    biasX += impulseX * massInverse;
    biasY += impulseY * massInverse;
    biasSpin += (armX * impulseY - armY * impulseX) * momentInverse;
  }

  /** How much speed along a unit direction a unit impulse gives to the point at the arm's end. */
  double compliance(double armX, double armY, double directionX, double directionY) {
    double lever = armX * directionY - armY * directionX;
    return massInverse + momentInverse * lever * lever;
  }

  void write(SnapshotWriter out) {
    out.put(x).put(y).put(velocityX).put(velocityY).put(forceX).put(forceY);
    out.put(angle).put(spin).put(biasX).put(biasY).put(biasSpin).put(idleTime).put(asleep);
  }

  void read(SnapshotReader in) {
    x = in.nextDouble();
    y = in.nextDouble();
    velocityX = in.nextDouble();
    velocityY = in.nextDouble();
    forceX = in.nextDouble();
    forceY = in.nextDouble();
    turnTo(in.nextDouble());
    spin = in.nextDouble();
    biasX = in.nextDouble();
    biasY = in.nextDouble();
    biasSpin = in.nextDouble();
    idleTime = in.nextDouble();
    asleep = in.nextBoolean();
  }
}
