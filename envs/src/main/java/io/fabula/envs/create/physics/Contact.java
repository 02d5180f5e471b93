package io.fabula.envs.create.physics;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;

/** One pair of touching points and the impulses that act there. */
final class Contact {
  int feature;

  /** From the bodies' centres to the points. */
  double armAX;

  double armAY;
  double armBX;
  double armBY;

  /** Impulses summed over the iterations, kept for the next step. */
  double normalImpulse;

  double frictionImpulse;

  private double normalMass;
  private double frictionMass;
  private double bias;
  private double biasImpulse;
  private double bounce;

  void prepare(ContactPair pair, double seconds, double slop, double correction) {
    Body a = pair.a.body;
    Body b = pair.b.body;
    double nx = pair.normalX;
    double ny = pair.normalY;
    normalMass = 1 / (a.compliance(armAX, armAY, nx, ny) + b.compliance(armBX, armBY, nx, ny));
    frictionMass = 1 / (a.compliance(armAX, armAY, -ny, nx) + b.compliance(armBX, armBY, -ny, nx));
    double gap = (armBX - armAX + b.x - a.x) * nx + (armBY - armAY + b.y - a.y) * ny;
    bias = -correction * Math.min(0, gap + slop) / seconds;
    biasImpulse = 0;
    double approachX = b.velocityX - armBY * b.spin - (a.velocityX - armAY * a.spin);
    double approachY = b.velocityY + armBX * b.spin - (a.velocityY + armAX * a.spin);
    bounce = (approachX * nx + approachY * ny) * pair.elasticity;
  }

  /** Starts from the impulses of the step before. */
  void applyRemembered(ContactPair pair) {
    apply(pair, normalImpulse, frictionImpulse);
  }

  void solve(ContactPair pair) {
    Body a = pair.a.body;
    Body b = pair.b.body;
    double nx = pair.normalX;
    double ny = pair.normalY;
    double biasX = b.biasX - armBY * b.biasSpin - (a.biasX - armAY * a.biasSpin);
    double biasY = b.biasY + armBX * b.biasSpin - (a.biasY + armAX * a.biasSpin);
    double relativeX = b.velocityX - armBY * b.spin - (a.velocityX - armAY * a.spin);
    double relativeY = b.velocityY + armBX * b.spin - (a.velocityY + armAX * a.spin);

    double oldBias = biasImpulse;
    biasImpulse = Math.max(oldBias + (bias - (biasX * nx + biasY * ny)) * normalMass, 0);

    double oldNormal = normalImpulse;
    double normalSpeed = relativeX * nx + relativeY * ny;
    normalImpulse = Math.max(oldNormal - (bounce + normalSpeed) * normalMass, 0);

    double oldFriction = frictionImpulse;
    double slidingSpeed = relativeY * nx - relativeX * ny;
    double limit = pair.friction * normalImpulse;
    double wanted = oldFriction - slidingSpeed * frictionMass;
    frictionImpulse = Math.min(Math.max(wanted, -limit), limit);

    double push = biasImpulse - oldBias;
    a.applyBias(-push * nx, -push * ny, armAX, armAY);
    b.applyBias(push * nx, push * ny, armBX, armBY);
    apply(pair, normalImpulse - oldNormal, frictionImpulse - oldFriction);
  }

  private void apply(ContactPair pair, double along, double across) {
    double x = along * pair.normalX - across * pair.normalY;
    double y = along * pair.normalY + across * pair.normalX;
    pair.a.body.applyImpulse(-x, -y, armAX, armAY);
    pair.b.body.applyImpulse(x, y, armBX, armBY);
  }

  void write(SnapshotWriter out) {
    out.put(feature).put(armAX).put(armAY).put(armBX).put(armBY);
    out.put(normalImpulse).put(frictionImpulse);
  }

  void read(SnapshotReader in) {
    feature = in.nextInt();
    armAX = in.nextDouble();
    armAY = in.nextDouble();
    armBX = in.nextDouble();
    armBY = in.nextDouble();
    normalImpulse = in.nextDouble();
    frictionImpulse = in.nextDouble();
  }
}
