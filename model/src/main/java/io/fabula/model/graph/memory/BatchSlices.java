package io.fabula.model.graph.memory;

/** How a convolution goes through a batch: some images at a time, which stay in the cache. */
public final class BatchSlices {
  private static final int FLOATS = 1 << 17;

  private final int images;
  private final int size;
  private final int imageFloats;

  public BatchSlices(Shape in, Shape out) {
    this(in, FLOATS / (Math.max(in.size(), out.size()) / in.dim(0)));
  }

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

  /** The whole batch as one slice. */
  public static BatchSlices whole(Shape in) {
    return new BatchSlices(in, in.dim(0));
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

  /** Writes max(x, 0) of slice {@code i} of a batch to the start of {@code target}. */
  public void rectify(Tensor x, int i, Tensor target, ScratchBuffers tiles) {
    float[] tile = tiles.get(0);
    int base = first(i) * imageFloats;
    int total = images(i) * imageFloats;
    for (int from = 0; from < total; from += ScratchBuffers.SIZE) {
      int n = Math.min(ScratchBuffers.SIZE, total - from);
      x.load(base + from, tile, n);
      for (int k = 0; k < n; k++) tile[k] = Math.max(tile[k], 0f);
      target.store(from, tile, n);
    }
  }

  /** Puts a gradient, the start of {@code gradient}, where slice {@code i} of x is positive. */
  public void putWherePositive(
      Tensor x, int i, Tensor gradient, GradientTarget gradientTarget, ScratchBuffers tiles) {
    float[] tile = tiles.get(0);
    float[] d = tiles.get(1);
    int base = first(i) * imageFloats;
    int total = images(i) * imageFloats;
    for (int from = 0; from < total; from += ScratchBuffers.SIZE) {
      int n = Math.min(ScratchBuffers.SIZE, total - from);
      x.load(base + from, tile, n);
      gradient.load(from, d, n);
      mask(tile, d, n);
      gradientTarget.put(base + from, d, n, tile);
    }
  }

  private static void mask(float[] x, float[] d, int n) {
    for (int k = 0; k < n; k++) d[k] = FloatMath.whereAbove0(x[k], d[k]);
  }
}
