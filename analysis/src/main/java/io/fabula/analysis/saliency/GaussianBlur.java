package io.fabula.analysis.saliency;

/** A separable Gaussian blur, 5x5 with sigma 5, reflecting at the edges. */
final class GaussianBlur {
  private static final double[] WEIGHTS = weights();

  private GaussianBlur() {}

  private static double[] weights() {
    double[] weights = new double[5];
    double sum = 0;
    for (int i = 0; i < 5; i++) {
      double x = (i - 2) / 5.0;
      weights[i] = StrictMath.exp(-0.5 * x * x);
      sum += weights[i];
    }
    for (int i = 0; i < 5; i++) weights[i] /= sum;
    return weights;
  }

  /** Blurs one image in place. */
  static void apply(double[] values, int first, int height, int width) {
    double[] across = new double[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int d = -2; d <= 2; d++) {
          sum += WEIGHTS[d + 2] * values[first + y * width + reflected(x + d, width)];
        }
        across[y * width + x] = sum;
      }
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int d = -2; d <= 2; d++) {
          sum += WEIGHTS[d + 2] * across[reflected(y + d, height) * width + x];
        }
        values[first + y * width + x] = sum;
      }
    }
  }

  private static int reflected(int place, int size) {
    if (place < 0) return -place;
    return place < size ? place : 2 * (size - 1) - place;
  }
}
