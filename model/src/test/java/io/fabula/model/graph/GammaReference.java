package io.fabula.model.graph;

/** Gamma functions once more, by other means than the kernels: Lanczos' sum and a plain series. */
public final class GammaReference {
  private static final double[] LANCZOS = {
    0.99999999999980993,
    676.5203681218851,
    -1259.1392167224028,
    771.32342877765313,
    -176.61502916214059,
    12.507343278686905,
    -0.13857109526572012,
    9.9843695780195716e-6,
    1.5056327351493116e-7
  };

  private GammaReference() {}

  public static double logGamma(double x) {
    double z = x - 1;
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i] / (z + i);
    double t = z + 7.5;
    return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
  }

  public static double digamma(double x) {
    int terms = 20_000;
    double sum = -0.57721566490153286;
    for (int k = 0; k < terms; k++) sum += 1.0 / (k + 1) - 1 / (k + x);
    // what is left of the series, as an integral
    return sum + Math.log((terms + x - 0.5) / (terms + 0.5));
  }
}
