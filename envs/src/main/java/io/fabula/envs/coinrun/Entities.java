package io.fabula.envs.coinrun;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import java.util.Arrays;

/**
 * Everything that is not a cell, as parallel arrays in the order of creation; the player is at 0.
 * Lengths are in cells, y points up, positions are centres, and sizes are half widths and heights.
 */
final class Entities {
  static final int PLAYER = 0;
  static final byte SAW = 2;
  static final byte ENEMY = 5;
  static final byte CRATE = 20;
  static final byte TRAIL = 59;

  static final byte IMAGE_STAND = 0;
  static final byte IMAGE_WALK = 12;
  static final byte IMAGE_WALK_OTHER = 13;
  static final byte IMAGE_SAW = 2;
  static final byte IMAGE_SAW_OTHER = 3;
  static final byte IMAGE_ENEMY = 6;
  static final byte IMAGE_ENEMY_OTHER = 7;

  int count;

  /** The first {@code lasting} entities are those of the level; trails follow them. */
  int lasting;

  float[] x = new float[64];
  float[] y = new float[64];
  float[] vx = new float[64];
  float[] vy = new float[64];
  float[] rx = new float[64];
  float[] ry = new float[64];
  float[] alpha = new float[64];
  int[] life = new int[64];
  byte[] type = new byte[64];
  byte[] image = new byte[64];
  byte[] theme = new byte[64];
  boolean[] reflected = new boolean[64];

  /** Takes over all entities of another list. */
  void copy(Entities other) {
    if (x.length < other.count) grow(other.x.length);
    count = other.count;
    lasting = other.lasting;
    System.arraycopy(other.x, 0, x, 0, count);
    System.arraycopy(other.y, 0, y, 0, count);
    System.arraycopy(other.vx, 0, vx, 0, count);
    System.arraycopy(other.vy, 0, vy, 0, count);
    System.arraycopy(other.rx, 0, rx, 0, count);
    System.arraycopy(other.ry, 0, ry, 0, count);
    System.arraycopy(other.alpha, 0, alpha, 0, count);
    System.arraycopy(other.life, 0, life, 0, count);
    System.arraycopy(other.type, 0, type, 0, count);
    System.arraycopy(other.image, 0, image, 0, count);
    System.arraycopy(other.theme, 0, theme, 0, count);
    System.arraycopy(other.reflected, 0, reflected, 0, count);
  }

  void clear() {
    count = 0;
    lasting = 0;
  }

  /** Adds something at rest and returns its index. */
  int add(byte newType, float newX, float newY, float newRx, float newRy, int newImage) {
    if (count == x.length) grow(2 * count);
    int i = count++;
    x[i] = newX;
    y[i] = newY;
    vx[i] = 0;
    vy[i] = 0;
    rx[i] = newRx;
    ry[i] = newRy;
    alpha[i] = 1;
    life[i] = 0;
    type[i] = newType;
    image[i] = (byte) newImage;
    theme[i] = 0;
    reflected[i] = false;
    return i;
  }

  /** Takes the place of entity {@code to} by entity {@code from}. */
  void move(int from, int to) {
    x[to] = x[from];
    y[to] = y[from];
    vx[to] = vx[from];
    vy[to] = vy[from];
    rx[to] = rx[from];
    ry[to] = ry[from];
    alpha[to] = alpha[from];
    life[to] = life[from];
    type[to] = type[from];
    image[to] = image[from];
    theme[to] = theme[from];
    reflected[to] = reflected[from];
  }

  private void grow(int capacity) {
    x = Arrays.copyOf(x, capacity);
    y = Arrays.copyOf(y, capacity);
    vx = Arrays.copyOf(vx, capacity);
    vy = Arrays.copyOf(vy, capacity);
    rx = Arrays.copyOf(rx, capacity);
    ry = Arrays.copyOf(ry, capacity);
    alpha = Arrays.copyOf(alpha, capacity);
    life = Arrays.copyOf(life, capacity);
    type = Arrays.copyOf(type, capacity);
    image = Arrays.copyOf(image, capacity);
    theme = Arrays.copyOf(theme, capacity);
    reflected = Arrays.copyOf(reflected, capacity);
  }

  void write(SnapshotWriter out) {
    out.put(count).put(lasting);
    for (int i = 0; i < count; i++) {
      out.put(x[i]).put(y[i]).put(vx[i]).put(vy[i]).put(rx[i]).put(ry[i]).put(alpha[i]);
      out.put(life[i]).put(reflected[i]);
      out.put(new byte[] {type[i], image[i], theme[i]});
    }
  }

  static Entities read(SnapshotReader in) {
    Entities read = new Entities();
    int count = in.nextInt();
    read.lasting = in.nextInt();
    if (count < 1 || read.lasting < 1 || read.lasting > count) {
      throw new IllegalArgumentException(
          "snapshot is damaged: " + read.lasting + " lasting of " + count + " entities");
    }
    for (int i = 0; i < count; i++) {
      read.add((byte) 0, in.nextFloat(), in.nextFloat(), 0, 0, 0);
      read.vx[i] = in.nextFloat();
      read.vy[i] = in.nextFloat();
      read.rx[i] = in.nextFloat();
      read.ry[i] = in.nextFloat();
      read.alpha[i] = in.nextFloat();
      read.life[i] = in.nextInt();
      read.reflected[i] = in.nextBoolean();
      byte[] codes = in.nextBytes();
      if (codes.length != 3)
        throw new IllegalArgumentException("snapshot is damaged: entity codes");
      read.type[i] = codes[0];
      read.image[i] = codes[1];
      read.theme[i] = codes[2];
    }
    return read;
  }
}
