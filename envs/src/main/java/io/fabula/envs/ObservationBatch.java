package io.fabula.envs;

/**
 * The observations of some worlds in one flat array: bytes if the space is byte-valued, else
 * floats. It lives as long as its owner and is read in place.
 */
public final class ObservationBatch {
  private final ObservationSpace space;
  private final int count;
  private final int size;
  private final byte[] bytes;
  private final float[] floats;

  /**
   * Room for observations; all zeros.
   *
   * @param space the worlds' observation space
   * @param count number of worlds, at least 0
   */
  public ObservationBatch(ObservationSpace space, int count) {
    if (count < 0) throw new IllegalArgumentException("count must be at least 0, got " + count);
    this.space = space;
    this.count = count;
    size = space.size();
    int total = Math.multiplyExact(count, size);
    bytes = new byte[space.byteValued() ? total : 0];
    floats = new float[space.byteValued() ? 0 : total];
  }

  /** The space that the observations belong to. */
  public ObservationSpace space() {
    return space;
  }

  /** Number of worlds. */
  public int count() {
    return count;
  }

  /** Elements of one observation. */
  public int size() {
    return size;
  }

  /** Whether {@link #bytes} holds the observations, or else {@link #floats}. */
  public boolean byteValued() {
    return space.byteValued();
  }

  /** Where the observation of world {@code i} begins. */
  public int offset(int i) {
    return i * size;
  }

  /**
   * The observations, {@code [count, size]}.
   *
   * @throws UnsupportedOperationException if the space is not byte-valued
   */
  public byte[] bytes() {
    if (!byteValued()) {
      throw new UnsupportedOperationException(space.summary() + " is not byte-valued");
    }
    return bytes;
  }

  /**
   * The observations, {@code [count, size]}.
   *
   * @throws UnsupportedOperationException if the space is byte-valued
   */
  public float[] floats() {
    if (byteValued()) {
      throw new UnsupportedOperationException(space.summary() + " is byte-valued");
    }
    return floats;
  }

  /** Writes observation {@code i} as numbers, bytes as 0 to 255. */
  public void toFloats(int i, float[] target, int offset) {
    int from = offset(i);
    if (!byteValued()) {
      System.arraycopy(floats, from, target, offset, size);
      return;
    }
    for (int k = 0; k < size; k++) target[offset + k] = bytes[from + k] & 0xFF;
  }

  /** Takes over the current observation of a world as row {@code i}. */
  public void put(int i, Environment world) {
    if (byteValued()) world.observe(bytes, offset(i));
    else world.observe(floats, offset(i));
  }

  void put(int i, AutoResetWorld world) {
    if (byteValued()) world.observe(bytes, offset(i));
    else world.observe(floats, offset(i));
  }
}
