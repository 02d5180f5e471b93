package io.fabula.envs.create.drawing;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.create.physics.Body;
import java.util.Arrays;

/** Where target and marker have been in the episode; only people look at it. */
public final class Trail {
  /** Physics steps between two points. */
  public static final int INTERVAL = 8;

  private static final int FIELDS = 4;

  private float[] points = new float[64 * FIELDS];
  private int used;

  /** Begins an episode. */
  public void begin(DrawnScene scene) {
    used = 0;
    add(scene);
  }

  /** Adds the places of now. */
  public void add(DrawnScene scene) {
    if (used + FIELDS > points.length) points = Arrays.copyOf(points, 2 * points.length);
    Body target = scene.target().shape().body();
    DrawnObject marker = scene.marker();
    Body second = marker == null ? target : marker.shape().body();
    points[used++] = (float) target.x();
    points[used++] = (float) target.y();
    points[used++] = (float) second.x();
    points[used++] = (float) second.y();
  }

  /** Number of points. */
  public int length() {
    return used / FIELDS;
  }

  /** Horizontal place of the target at point {@code i}, world units. */
  public double targetX(int i) {
    return points[i * FIELDS];
  }

  /** Vertical place of the target at point {@code i}, world units. */
  public double targetY(int i) {
    return points[i * FIELDS + 1];
  }

  /**
   * Horizontal place of the marker, or of the target in levels without one at point {@code i},
   * world units.
   */
  public double markerX(int i) {
    return points[i * FIELDS + 2];
  }

  /**
   * Vertical place of the marker, or of the target in levels without one at point {@code i}, world
   * units.
   */
  public double markerY(int i) {
    return points[i * FIELDS + 3];
  }

  /** Writes all points. */
  public void write(SnapshotWriter out) {
    out.put(Arrays.copyOf(points, used));
  }

  /** Reads what {@link #write} wrote. */
  public static Trail read(SnapshotReader in) {
    Trail trail = new Trail();
    float[] read = in.nextFloats();
    if (read.length % FIELDS != 0) {
      throw new IllegalArgumentException("a trail has four numbers per point");
    }
    trail.used = read.length;
    trail.points = Arrays.copyOf(read, Math.max(read.length, FIELDS));
    return trail;
  }

  /** Takes over the points of another. */
  public void copy(Trail other) {
    points = other.points.clone();
    used = other.used;
  }
}
