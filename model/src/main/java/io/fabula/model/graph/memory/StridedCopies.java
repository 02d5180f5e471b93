package io.fabula.model.graph.memory;

/** Copies of the strided parts that slices and concatenations are made of. */
public final class StridedCopies {
  private StridedCopies() {}

  /** Shorter ones are moved within tiles: each call on native memory costs as much as 50 floats. */
  private static final int SHORT = 32;

  /** Copies {@code count} segments of {@code length} elements, each with its own stride. */
  public static void copy(
      Tensor source,
      int sourceFrom,
      int sourceStride,
      Tensor target,
      int targetFrom,
      int targetStride,
      int length,
      int count) {
    for (int i = 0; i < count; i++) {
      target
          .buffer()
          .put(
              targetFrom + i * targetStride,
              source.buffer(),
              sourceFrom + i * sourceStride,
              length);
    }
  }

  /** The same, short segments by tiles. */
  public static void copy(
      Tensor source,
      int sourceFrom,
      int sourceStride,
      Tensor target,
      int targetFrom,
      int targetStride,
      int length,
      int count,
      ScratchBuffers tiles) {
    if (length < SHORT && count > 1) {
      move(
          source,
          sourceFrom,
          sourceStride,
          target,
          targetFrom,
          targetStride,
          length,
          count,
          false,
          tiles);
    } else {
      copy(source, sourceFrom, sourceStride, target, targetFrom, targetStride, length, count);
    }
  }

  /** Adds segments to segments. */
  public static void add(
      Tensor source,
      int sourceFrom,
      int sourceStride,
      Tensor target,
      int targetFrom,
      int targetStride,
      int length,
      int count,
      ScratchBuffers tiles) {
    if (length < SHORT && count > 1) {
      move(
          source,
          sourceFrom,
          sourceStride,
          target,
          targetFrom,
          targetStride,
          length,
          count,
          true,
          tiles);
      return;
    }
    float[] mine = tiles.get(0, length);
    float[] theirs = tiles.get(1, length);
    for (int i = 0; i < count; i++) {
      source.load(sourceFrom + i * sourceStride, theirs, length);
      target.load(targetFrom + i * targetStride, mine, length);
      RowLoops.addRow(theirs, 0, mine, length);
      target.store(targetFrom + i * targetStride, mine, length);
    }
  }

  /** Many segments at a time, with what lies between them. */
  private static void move(
      Tensor source,
      int sourceFrom,
      int sourceStride,
      Tensor target,
      int targetFrom,
      int targetStride,
      int length,
      int count,
      boolean adds,
      ScratchBuffers tiles) {
    int group = Math.max(1, ScratchBuffers.SIZE / Math.max(sourceStride, targetStride));
    float[] theirs = tiles.get(0, group * sourceStride + length);
    float[] mine = tiles.get(1, group * targetStride + length);
    for (int first = 0; first < count; first += group) {
      int n = Math.min(group, count - first) - 1;
      int sourceAt = sourceFrom + first * sourceStride;
      int targetAt = targetFrom + first * targetStride;
      source.load(sourceAt, theirs, n * sourceStride + length);
      target.load(targetAt, mine, n * targetStride + length);
      for (int i = 0; i <= n; i++) {
        for (int k = 0; k < length; k++) {
          float value = theirs[i * sourceStride + k];
          int at = i * targetStride + k;
          mine[at] = adds ? mine[at] + value : value;
        }
      }
      target.store(targetAt, mine, n * targetStride + length);
    }
  }
}
