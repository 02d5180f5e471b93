package io.fabula.envs.create.physics;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;

/** Makes two bodies turn together. */
public final class GearJoint extends Joint {
  private double mass;
  private double bias;
  private double impulse;

  /** Keeps the angles of the bodies equal. */
  public GearJoint(Body a, Body b) {
    super(a, b);
  }

  @Override
  void prepare(double rate) {
    mass = 1 / (a.momentInverse + b.momentInverse);
    bias = -rate * (b.angle - a.angle);
  }

  @Override
  void applyRemembered() {
    apply(impulse);
  }

  @Override
  void solve() {
    double step = (bias - (b.spin - a.spin)) * mass;
    impulse += step;
    apply(step);
  }

  private void apply(double step) {
    a.spin -= step * a.momentInverse;
    b.spin += step * b.momentInverse;
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
