package io.fabula.model.graph;

/** Copies of the strided parts that slices and concatenations are made of. */
final class Segments {
  private Segments() {}

  /** Copies {@code count} segments of {@code length} elements, each with its own stride. */
  static void copy(
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

  /** Adds segments to segments. */
  static void add(
      Tensor source,
      int sourceFrom,
      int sourceStride,
      Tensor target,
      int targetFrom,
      int targetStride,
      int length,
      int count,
      Tiles tiles) {
    float[] mine = tiles.get(0, length);
    float[] theirs = tiles.get(1, length);
    for (int i = 0; i < count; i++) {
      source.load(sourceFrom + i * sourceStride, theirs, length);
      target.load(targetFrom + i * targetStride, mine, length);
      Rows.addRow(theirs, 0, mine, length);
      target.store(targetFrom + i * targetStride, mine, length);
    }
  }
}
