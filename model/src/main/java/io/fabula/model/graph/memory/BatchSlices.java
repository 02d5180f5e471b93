package io.fabula.model.graph.memory;

/** How a convolution goes through a batch: some images at a time, which stay in the cache. */
public final class BatchSlices {
  private static final int FLOATS = 1 << 17;

  private final int images;
  private final int size;
  private final int imageFloats;

  private BatchSlices(Shape in, int wanted) {
    images = in.dim(0);
    imageFloats = in.size() / images;
    size = Math.max(1, Math.min(images, wanted));
  }

  /** Slices of one size: the largest that divides the batch, unless that is far too small. */
  public static BatchSlices even(Shape in, Shape out) {
    int batch = in.dim(0);
    int wanted = Math.max(1, Math.min(batch, FLOATS / (Math.max(in.size(), out.size()) / batch)));
    int size = wanted;
    while (batch % size != 0) size--;
    return new BatchSlices(in, 4 * size < wanted ? batch : size);
  }

  public int count() {
    return (images + size - 1) / size;
  }

  /** The first image of slice {@code i}. */
  public int first(int i) {
    return i * size;
  }

  /** The images of slice {@code i}. */
  public int images(int i) {
    return Math.min(size, images - i * size);
  }

  /** The images of the largest slice. */
  public int largest() {
    return size;
  }

  /** Floats of the input that the largest slice holds. */
  public int floats() {
    return size * imageFloats;
  }
}
