package io.fabula.model.impala;

/**
 * The fixed average pool through which an agent looks. Block sums are whole numbers, so that a
 * stored view is small and exact; only {@link #expand} makes them numbers from 0 to 1.
 */
public final class FramePooling {
  private static final int BRIGHTEST = 255;

  private final int side;
  private final int pool;
  private final int colours;
  private final float[] brightness;

  /** The pool of {@code agent}. */
  public FramePooling(ImpalaArchitecture agent) {
    side = agent.side();
    pool = agent.pool();
    colours = ImpalaArchitecture.COLOURS;
    double full = (double) BRIGHTEST * pool * pool;
    brightness = new float[BRIGHTEST * pool * pool + 1];
    for (int i = 0; i < brightness.length; i++) brightness[i] = (float) (i / full);
  }

  /** Numbers of one view, {@code [side, side, 3]}. */
  public int viewSize() {
    return side * side * colours;
  }

  /** Bytes of one frame, {@code [frame, frame, 3]}. */
  public int frameSize() {
    return viewSize() * pool * pool;
  }

  /**
   * Sums the blocks of a frame.
   *
   * @param frame {@code [frame, frame, 3]} bytes 0..255 from {@code offset}
   * @param view receives {@link #viewSize()} sums
   */
  public void pool(byte[] frame, int offset, short[] view) {
    int frameRow = side * pool * colours;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int corner = offset + y * pool * frameRow + x * pool * colours;
        for (int c = 0; c < colours; c++) {
          int sum = 0;
          for (int dy = 0; dy < pool; dy++) {
            int at = corner + dy * frameRow + c;
            for (int dx = 0; dx < pool; dx++) sum += frame[at + dx * colours] & 0xFF;
          }
          view[(y * side + x) * colours + c] = (short) sum;
        }
      }
    }
  }

  /**
   * Turns block sums into averages from 0 to 1.
   *
   * @param sums one view
   * @param target receives {@link #viewSize()} numbers from {@code offset}
   */
  public void expand(short[] sums, float[] target, int offset) {
    for (int i = 0; i < sums.length; i++) target[offset + i] = brightness[sums[i]];
  }

  /** Turns bytes into numbers from 0 to 1; only where {@code pool} is 1. */
  void expand(byte[] bytes, float[] target, int offset) {
    for (int i = 0; i < bytes.length; i++) target[offset + i] = brightness[bytes[i] & 0xFF];
  }
}
