package io.fabula.envs.create.physics;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;

/** A bond between two bodies, solved by impulses together with the contacts. */
public abstract sealed class Joint permits AnchoredJoint, GearJoint {
  final Body a;
  final Body b;

  Joint(Body a, Body b) {
    this.a = a;
    this.b = b;
  }

  /**
   * Computes what the step needs.
   *
   * @param rate share of the error to remove, per unit of time
   */
  abstract void prepare(double rate);

  /** Starts from the impulse of the step before. */
  abstract void applyRemembered();

  abstract void solve();

  abstract void write(SnapshotWriter out);

  abstract void read(SnapshotReader in);
}
