package io.fabula.envs.create.physics;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;

/**
 * Holds two anchors at a distance: exactly, as a rod does, or at most, as a rope does. It only acts
 * along the line between them, so a rod of length 0 is soft: it does nothing until they part.
 */
public final class RodJoint extends AnchoredJoint {
  private final double length;
  private final boolean rope;
  private double normalX;
  private double normalY;
  private double mass;
  private double bias;
  private double impulse;

  private RodJoint(
      Body a, Body b, double ax, double ay, double bx, double by, double length, boolean rope) {
    super(a, b, ax, ay, bx, by);
    this.length = length;
    this.rope = rope;
  }

  /** Keeps a point of one body on a point of another. */
  public static RodJoint pin(Body a, Body b, double ax, double ay, double bx, double by) {
    return new RodJoint(a, b, ax, ay, bx, by, 0, false);
  }

  /** Keeps two points within a distance of each other. */
  public static RodJoint rope(
      Body a, Body b, double ax, double ay, double bx, double by, double length) {
    return new RodJoint(a, b, ax, ay, bx, by, length, true);
  }

  @Override
  void prepare(double rate) {
    follow();
    double distance = Math.sqrt(deltaX * deltaX + deltaY * deltaY);
    double error = distance - length;
    if (distance == 0 || (rope && error <= 0)) {
      normalX = 0;
      normalY = 0;
      if (rope) impulse = 0;
    } else {
      normalX = deltaX / distance;
      normalY = deltaY / distance;
    }
    mass =
        1
            / (a.compliance(armAX, armAY, normalX, normalY)
                + b.compliance(armBX, armBY, normalX, normalY));
    bias = -rate * error;
  }

  @Override
  void applyRemembered() {
    apply(normalX * impulse, normalY * impulse);
  }

  @Override
  void solve() {
    if (normalX == 0 && normalY == 0 && rope) return;
    double speed = relativeX() * normalX + relativeY() * normalY;
    double old = impulse;
    impulse = old + (bias - speed) * mass;
    if (rope) impulse = Math.min(impulse, 0);
    apply(normalX * (impulse - old), normalY * (impulse - old));
  }

  @Override
  void write(SnapshotWriter out) {
    out.put(impulse);
  }

  @Override
  void read(SnapshotReader in) {
    impulse = in.nextDouble();
  }
}
