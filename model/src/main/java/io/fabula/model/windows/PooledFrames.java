package io.fabula.model.windows;

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
  private final float scale;
  private final byte[] bytes;
  private final short[] sums;

  private PooledFrames(int count, int side, int pool, byte[] bytes, short[] sums) {
    this.count = count;
    this.side = side;
    this.scale = 1f / (255 * pool * pool);
    this.bytes = bytes;
    this.sums = sums;
  }

  /**
   * Pools recorded pictures.
   *
   * @param pictures {@code [frame, channel, row, column]}, values 0..255
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
    byte[] bytes = new byte[pool == 1 ? count * frameSize : 0];
    short[] sums = new short[pool == 1 ? 0 : count * frameSize];
    for (int i = 0, source = 0; i < count; i++) {
      for (int c = 0; c < CHANNELS; c++) {
        for (int y = 0; y < pictureSide; y++) {
          int row = i * frameSize + y / pool * side * CHANNELS + c;
          for (int x = 0; x < pictureSide; x++, source++) {
            int target = row + x / pool * CHANNELS;
            if (pool == 1) bytes[target] = pictures[source];
            else sums[target] += (short) (pictures[source] & 0xFF);
          }
        }
      }
    }
    return new PooledFrames(count, side, pool, bytes, sums);
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
    if (sums.length == 0) {
      for (int i = 0; i < length; i++) out[offset + i] = (bytes[from + i] & 0xFF) / 255f;
    } else {
      for (int i = 0; i < length; i++) out[offset + i] = sums[from + i] * scale;
    }
  }
}
