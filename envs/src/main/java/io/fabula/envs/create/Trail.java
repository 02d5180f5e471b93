package io.fabula.envs.create;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import java.util.Arrays;

/** Where target and marker have been in the episode; only people look at it. */
final class Trail {
  /** Physics steps between two points. */
  static final int INTERVAL = 8;

  private static final int FIELDS = 4;

  private float[] points = new float[64 * FIELDS];
  private int used;

  void begin(Stage stage) {
    used = 0;
    add(stage);
  }

  void add(Stage stage) {
    if (used + FIELDS > points.length) points = Arrays.copyOf(points, 2 * points.length);
    Thing second = stage.marker == null ? stage.target : stage.marker;
    points[used++] = (float) stage.target.shape.body().x();
    points[used++] = (float) stage.target.shape.body().y();
    points[used++] = (float) second.shape.body().x();
    points[used++] = (float) second.shape.body().y();
  }

  int length() {
    return used / FIELDS;
  }

  double targetX(int i) {
    return points[i * FIELDS];
  }

  double targetY(int i) {
    return points[i * FIELDS + 1];
  }

  double markerX(int i) {
    return points[i * FIELDS + 2];
  }

  double markerY(int i) {
    return points[i * FIELDS + 3];
  }

  void write(SnapshotWriter out) {
    out.put(Arrays.copyOf(points, used));
  }

  static Trail read(SnapshotReader in) {
    Trail trail = new Trail();
    float[] read = in.nextFloats();
    if (read.length % FIELDS != 0) {
      throw new IllegalArgumentException("a trail has four numbers per point");
    }
    trail.used = read.length;
    trail.points = Arrays.copyOf(read, Math.max(read.length, FIELDS));
    return trail;
  }

  void copy(Trail other) {
    points = other.points.clone();
    used = other.used;
  }
}
