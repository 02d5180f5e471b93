package io.fabula.model.windows;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Frames as the agent sees them, after its fixed average pool, kept as exact sums of bytes.
 *
 * <p>Values are sums over {@code pool x pool} pixels, so that {@code sum / (255 pool^2)} is the
 * pooled picture in 0..1 without loss. Layout {@code [frame, row, column, channel]}.
 */
public final class PooledFrames {
  private static final int CHANNELS = 3;

  private final int count;
  private final int side;
  private final int pool;
  private final float scale;
  private final byte[] bytes;
  private final short[] sums;

  private PooledFrames(int count, int side, int pool, byte[] bytes, short[] sums) {
    this.count = count;
    this.side = side;
    this.pool = pool;
    this.scale = 1f / (255 * pool * pool);
    this.bytes = bytes;
    this.sums = sums;
  }

  /**
   * Pools recorded pictures.
   *
   * @param pictures {@code [frame, row, column, channel]}, values 0..255
   * @param pictureSide rows and columns of a picture, a multiple of {@code pool}
   * @param pool side of the averaged squares, 1 to 8
   */
  public static PooledFrames of(byte[] pictures, int pictureSide, int pool) {
    if (pool < 1 || pool > 8 || pictureSide % pool != 0) {
      throw new IllegalArgumentException(
          "pool must be in 1..8 and divide the side " + pictureSide + ", got " + pool);
    }
    int pictureSize = CHANNELS * pictureSide * pictureSide;
    if (pictures.length % pictureSize != 0) {
      throw new IllegalArgumentException(
          "pictures must be a multiple of " + pictureSize + " bytes, got " + pictures.length);
    }
    int count = pictures.length / pictureSize;
    int side = pictureSide / pool;
    int frameSize = CHANNELS * side * side;
    if (pool == 1) return new PooledFrames(count, side, pool, pictures.clone(), new short[0]);
    short[] sums = new short[count * frameSize];
    for (int i = 0, source = 0; i < count; i++) {
      for (int y = 0; y < pictureSide; y++) {
        int row = i * frameSize + y / pool * side * CHANNELS;
        for (int x = 0; x < pictureSide; x++) {
          int target = row + x / pool * CHANNELS;
          for (int c = 0; c < CHANNELS; c++, source++) {
            sums[target + c] += (short) (pictures[source] & 0xFF);
          }
        }
      }
    }
    return new PooledFrames(count, side, pool, new byte[0], sums);
  }

  /** Black frames, to be filled by {@link #get}. */
  static PooledFrames empty(int count, int side, int pool) {
    int values = count * CHANNELS * side * side;
    return new PooledFrames(
        count, side, pool, new byte[pool == 1 ? values : 0], new short[pool == 1 ? 0 : values]);
  }

  /** Bytes of one frame behind the pool. */
  static int bytes(int side, int pool) {
    return CHANNELS * side * side * (pool == 1 ? 1 : Short.BYTES);
  }

  /** Some of the frames. */
  PooledFrames frames(int first, int frames) {
    int from = first * frameSize();
    int to = (first + frames) * frameSize();
    return pool == 1
        ? new PooledFrames(frames, side, pool, Arrays.copyOfRange(bytes, from, to), sums)
        : new PooledFrames(frames, side, pool, bytes, Arrays.copyOfRange(sums, from, to));
  }

  /** The same frames and a black one behind them. */
  PooledFrames withBlackFrame() {
    int values = (count + 1) * frameSize();
    return pool == 1
        ? new PooledFrames(count + 1, side, pool, Arrays.copyOf(bytes, values), sums)
        : new PooledFrames(count + 1, side, pool, bytes, Arrays.copyOf(sums, values));
  }

  /** Writes the exact values of a frame. */
  void put(int frame, ByteBuffer out) {
    int from = frame * frameSize();
    if (pool == 1) out.put(bytes, from, frameSize());
    else for (int i = from; i < from + frameSize(); i++) out.putShort(sums[i]);
  }

  /** Reads what {@link #put} wrote. */
  void get(int frame, ByteBuffer in) {
    int from = frame * frameSize();
    if (pool == 1) in.get(bytes, from, frameSize());
    else for (int i = from; i < from + frameSize(); i++) sums[i] = in.getShort();
  }

  /** Side of the averaged squares. */
  public int pool() {
    return pool;
  }

  /** Number of frames. */
  public int count() {
    return count;
  }

  /** Rows, and columns, of a frame. */
  public int side() {
    return side;
  }

  /** Values of one frame: {@code side * side * 3}. */
  public int frameSize() {
    return CHANNELS * side * side;
  }

  /** Writes frames {@code first..first+frames-1} to {@code out}, values 0..1. */
  public void copy(int first, int frames, float[] out, int offset) {
    int from = first * frameSize();
    int length = frames * frameSize();
    if (pool == 1) {
      for (int i = 0; i < length; i++) out[offset + i] = (bytes[from + i] & 0xFF) / 255f;
    } else {
      for (int i = 0; i < length; i++) out[offset + i] = sums[from + i] * scale;
    }
  }
}
