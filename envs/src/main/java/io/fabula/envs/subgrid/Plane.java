package io.fabula.envs.subgrid;

import java.util.Arrays;

/** The two axes that matter for the reward; the third is the free axis. */
public enum Plane {
  XY(0, 1, 2),
  YZ(1, 2, 0),
  XZ(0, 2, 1);

  private final int first;
  private final int second;
  private final int free;

  Plane(int first, int second, int free) {
    this.first = first;
    this.second = second;
    this.free = free;
  }

  /**
   * The plane of the original's mask.
   *
   * @param mask one number per axis, 1 for the two that matter and 0 for the other
   */
  public static Plane ofMask(int... mask) {
    for (Plane plane : values()) {
      int[] own = new int[3];
      own[plane.first] = 1;
      own[plane.second] = 1;
      if (Arrays.equals(own, mask)) return plane;
    }
    throw new IllegalArgumentException(
        "a plane's mask is two ones and a zero, got " + Arrays.toString(mask));
  }

  /** Index of the first axis that matters: 0 x, 1 y, 2 z. */
  public int first() {
    return first;
  }

  /** Index of the second axis that matters. */
  public int second() {
    return second;
  }

  /** Index of the axis that does not matter. */
  public int free() {
    return free;
  }
}
