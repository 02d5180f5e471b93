package io.fabula.model.qpamdp;

/**
 * The Fourier basis of an order over some features within 0..1 (Konidaris, Osentoski and Thomas
 * 2011): {@code cos(pi c.u)} for every vector {@code c} of whole numbers from 0 to the order.
 */
final class FourierBasis {
  private static final int MOST = 1 << 20;

  private final int features;
  private final int order;
  private final int size;
  private final double[] scales;
  private final double[] real;
  private final double[] imaginary;

  /**
   * @param features how many, at least 1
   * @param order at least 1
   */
  FourierBasis(int features, int order) {
    if (features < 1 || order < 1 || StrictMath.pow(order + 1.0, features) > MOST) {
      throw new IllegalArgumentException(
          "a Fourier basis of order %d over %d features is not within 2..%,d functions"
              .formatted(order, features, MOST));
    }
    this.features = features;
    this.order = order;
    int count = 1;
    for (int j = 0; j < features; j++) count *= order + 1;
    size = count;
    scales = new double[size];
    real = new double[size];
    imaginary = new double[size];
    for (int i = 0; i < size; i++) {
      double squares = 0;
      for (int j = 0, rest = i; j < features; j++, rest /= order + 1) {
        squares += (rest % (order + 1)) * (double) (rest % (order + 1));
      }
      scales[i] = squares == 0 ? 1 : 1 / Math.sqrt(squares);
    }
  }

  /** How many functions. */
  int size() {
    return size;
  }

  /** What the step size of each function is multiplied by: one over the length of its vector. */
  double[] scales() {
    return scales;
  }

  /**
   * The functions at a point.
   *
   * @param u the features, within 0..1
   * @param target receives {@link #size} numbers
   * @implNote as the real part of products of {@code exp(i pi c_j u_j)}, with one sine and one
   *     cosine for each feature
   */
  void at(double[] u, double[] target) {
    real[0] = 1;
    imaginary[0] = 0;
    int made = 1;
    for (int j = 0; j < features; j++) {
      double cosine = StrictMath.cos(Math.PI * u[j]);
      double sine = StrictMath.sin(Math.PI * u[j]);
      for (int i = made; i < made * (order + 1); i++) {
        double r = real[i - made];
        double m = imaginary[i - made];
        real[i] = r * cosine - m * sine;
        imaginary[i] = r * sine + m * cosine;
      }
      made *= order + 1;
    }
    System.arraycopy(real, 0, target, 0, size);
  }
}
