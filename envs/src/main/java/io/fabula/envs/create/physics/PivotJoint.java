package io.fabula.envs.create.physics;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;

/** Holds two bodies together in one point, about which they may turn. */
public final class PivotJoint extends AnchoredJoint {
  /** The inverse of how relative velocity answers to an impulse, a symmetric 2 by 2 matrix. */
  private double massXX;

  private double massXY;
  private double massYY;
  private double biasX;
  private double biasY;
  private double impulseX;
  private double impulseY;

  /** Joins the bodies, neither of them turned yet, at a point of the world. */
  public PivotJoint(Body a, Body b, double x, double y) {
    super(a, b, x - a.x, y - a.y, x - b.x, y - b.y);
  }

  @Override
  void prepare(double rate) {
    follow();
    double sum = a.massInverse + b.massInverse;
    double xx = sum + armAY * armAY * a.momentInverse + armBY * armBY * b.momentInverse;
    double yy = sum + armAX * armAX * a.momentInverse + armBX * armBX * b.momentInverse;
    double xy = -armAX * armAY * a.momentInverse - armBX * armBY * b.momentInverse;
    double determinant = xx * yy - xy * xy;
    massXX = yy / determinant;
    massXY = -xy / determinant;
    massYY = xx / determinant;
    biasX = -rate * deltaX;
    biasY = -rate * deltaY;
  }

  @Override
  void applyRemembered() {
    apply(impulseX, impulseY);
  }

  @Override
  void solve() {
    double errorX = biasX - relativeX();
    double errorY = biasY - relativeY();
    double x = massXX * errorX + massXY * errorY;
    double y = massXY * errorX + massYY * errorY;
    impulseX += x;
    impulseY += y;
    apply(x, y);
  }

  @Override
  void write(SnapshotWriter out) {
    out.put(impulseX).put(impulseY);
  }

  @Override
  void read(SnapshotReader in) {
    impulseX = in.nextDouble();
    impulseY = in.nextDouble();
  }
}
