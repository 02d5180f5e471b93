package io.fabula.model.graph;

/** How a convolution goes through a batch: some images at a time, which stay in the cache. */
final class Slices {
  private static final int FLOATS = 1 << 17;

  private final int images;
  private final int size;
  private final int imageFloats;

  Slices(Shape in, Shape out) {
    this(in, FLOATS / (Math.max(in.size(), out.size()) / in.dim(0)));
  }

  private Slices(Shape in, int wanted) {
    images = in.dim(0);
    imageFloats = in.size() / images;
    size = Math.max(1, Math.min(images, wanted));
  }

  /** Slices of one size: the largest that divides the batch, unless that is far too small. */
  static Slices even(Shape in, Shape out) {
    int batch = in.dim(0);
    int wanted = Math.max(1, Math.min(batch, FLOATS / (Math.max(in.size(), out.size()) / batch)));
    int size = wanted;
    while (batch % size != 0) size--;
    return new Slices(in, 4 * size < wanted ? batch : size);
  }

  /** The whole batch as one slice. */
  static Slices whole(Shape in) {
    return new Slices(in, in.dim(0));
  }

  int count() {
    return (images + size - 1) / size;
  }

  /** The first image of slice {@code i}. */
  int first(int i) {
    return i * size;
  }

  /** The images of slice {@code i}. */
  int images(int i) {
    return Math.min(size, images - i * size);
  }

  /** The images of the largest slice. */
  int largest() {
    return size;
  }

  /** Floats of the input that the largest slice holds. */
  int floats() {
    return size * imageFloats;
  }

  /** Writes max(x, 0) of slice {@code i} of a batch to the start of {@code target}. */
  void rectify(Tensor x, int i, Tensor target, Tiles tiles) {
    float[] tile = tiles.get(0);
    int base = first(i) * imageFloats;
    int total = images(i) * imageFloats;
    for (int from = 0; from < total; from += Tiles.SIZE) {
      int n = Math.min(Tiles.SIZE, total - from);
      x.load(base + from, tile, n);
      for (int k = 0; k < n; k++) tile[k] = Math.max(tile[k], 0f);
      target.store(from, tile, n);
    }
  }

  /** Puts a gradient, the start of {@code gradient}, where slice {@code i} of x is positive. */
  void putWherePositive(Tensor x, int i, Tensor gradient, Sink sink, Tiles tiles) {
    float[] tile = tiles.get(0);
    float[] d = tiles.get(1);
    int base = first(i) * imageFloats;
    int total = images(i) * imageFloats;
    for (int from = 0; from < total; from += Tiles.SIZE) {
      int n = Math.min(Tiles.SIZE, total - from);
      x.load(base + from, tile, n);
      gradient.load(from, d, n);
      mask(tile, d, n);
      sink.put(base + from, d, n, tile);
    }
  }

  private static void mask(float[] x, float[] d, int n) {
    for (int k = 0; k < n; k++) d[k] = FloatMath.whereAbove0(x[k], d[k]);
  }
}
