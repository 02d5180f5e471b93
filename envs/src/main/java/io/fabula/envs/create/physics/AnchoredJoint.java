package io.fabula.envs.create.physics;

/** A joint between a point of one body and a point of another, each in its body's frame. */
abstract sealed class AnchoredJoint extends Joint permits PivotJoint, RodJoint {
  private final double localAX;
  private final double localAY;
  private final double localBX;
  private final double localBY;

  /** From the bodies' centres to the anchors, in the world's directions. */
  double armAX;

  double armAY;
  double armBX;
  double armBY;

  /** From the first anchor to the second. */
  double deltaX;

  double deltaY;

  AnchoredJoint(Body a, Body b, double ax, double ay, double bx, double by) {
    super(a, b);
    localAX = ax;
    localAY = ay;
    localBX = bx;
    localBY = by;
  }

  final void follow() {
    armAX = localAX * a.cosine - localAY * a.sine;
    armAY = localAX * a.sine + localAY * a.cosine;
    armBX = localBX * b.cosine - localBY * b.sine;
    armBY = localBX * b.sine + localBY * b.cosine;
    deltaX = b.x + armBX - (a.x + armAX);
    deltaY = b.y + armBY - (a.y + armAY);
  }

  final double relativeX() {
    return b.velocityX - armBY * b.spin - (a.velocityX - armAY * a.spin);
  }

  final double relativeY() {
    return b.velocityY + armBX * b.spin - (a.velocityY + armAX * a.spin);
  }

  final void apply(double x, double y) {
    a.applyImpulse(-x, -y, armAX, armAY);
    b.applyImpulse(x, y, armBX, armBY);
  }
}
