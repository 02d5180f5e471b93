package io.fabula.model.graph.ops;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.GammaFunctions;
import io.fabula.model.graph.Node;

/** Beta distributions over (0, 1), element by element: of the density u^(a - 1) (1 - u)^(b - 1). */
public final class BetaDistribution {
  private BetaDistribution() {}

  /**
   * The logarithm of the density at {@code u}.
   *
   * @param a above 0
   * @param b above 0, the same shape
   * @param u in (0, 1), the same shape
   */
  public static Node logProbability(Node a, Node b, Node u) {
    Node first = Arithmetic.mul(Elementwise.offset(a, -1f), Elementwise.log(u));
    Node rest = Elementwise.log(Elementwise.affine(u, -1f, 1f));
    Node second = Arithmetic.mul(Elementwise.offset(b, -1f), rest);
    return Arithmetic.sub(Arithmetic.add(first, second), logBeta(a, b));
  }

  /** The differential entropy in nats. */
  public static Node entropy(Node a, Node b) {
    Node sum = Arithmetic.add(a, b);
    Node first = Arithmetic.mul(Elementwise.offset(a, -1f), Elementwise.digamma(a));
    Node second = Arithmetic.mul(Elementwise.offset(b, -1f), Elementwise.digamma(b));
    Node both = Arithmetic.mul(Elementwise.offset(sum, -2f), Elementwise.digamma(sum));
    return Arithmetic.add(Arithmetic.sub(Arithmetic.sub(logBeta(a, b), first), second), both);
  }

  /** The mean a / (a + b). */
  public static Node mean(Node a, Node b) {
    return Arithmetic.div(a, Arithmetic.add(a, b));
  }

  private static Node logBeta(Node a, Node b) {
    Node parts = Arithmetic.add(Elementwise.logGamma(a), Elementwise.logGamma(b));
    return Arithmetic.sub(parts, Elementwise.logGamma(Arithmetic.add(a, b)));
  }

  /** The logarithm of the density at {@code u} in (0, 1); {@code a} and {@code b} above 0. */
  public static double logDensity(double a, double b, double u) {
    return (a - 1) * StrictMath.log(u) + (b - 1) * StrictMath.log1p(-u) - logBeta(a, b);
  }

  /** The derivative of {@link #logDensity} with respect to {@code a}. */
  public static double logDensityByA(double a, double b, double u) {
    return StrictMath.log(u) - GammaFunctions.digamma(a) + GammaFunctions.digamma(a + b);
  }

  /** The differential entropy in nats; {@code a} and {@code b} above 0. */
  public static double differentialEntropy(double a, double b) {
    return logBeta(a, b)
        - (a - 1) * GammaFunctions.digamma(a)
        - (b - 1) * GammaFunctions.digamma(b)
        + (a + b - 2) * GammaFunctions.digamma(a + b);
  }

  /** The derivative of {@link #differentialEntropy} with respect to {@code a}. */
  public static double entropyByA(double a, double b) {
    return (a + b - 2) * GammaFunctions.trigamma(a + b) - (a - 1) * GammaFunctions.trigamma(a);
  }

  private static double logBeta(double a, double b) {
    return GammaFunctions.logGamma(a) + GammaFunctions.logGamma(b) - GammaFunctions.logGamma(a + b);
  }

  /**
   * Draws by the ratio of two gamma variates; the smallest and the largest float in (0, 1) limit
   * the result, so that its logarithms are finite.
   *
   * @param a above 0
   * @param b above 0
   */
  public static float draw(RandomStream random, float a, float b) {
    if (!(a > 0 && b > 0)) {
      throw new IllegalArgumentException("a and b must be above 0, got " + a + " and " + b);
    }
    double x = gamma(random, a);
    double y = gamma(random, b);
    float u = (float) (x / (x + y));
    return Math.max(Float.MIN_NORMAL, Math.min(Math.nextDown(1f), u));
  }

  /** Marsaglia and Tsang (2000); below 1 by a power of a uniform draw. */
  private static double gamma(RandomStream random, double shape) {
    if (shape < 1) {
      double power = StrictMath.pow(1 - random.nextDouble(), 1 / shape);
      return Math.max(Double.MIN_NORMAL, gamma(random, shape + 1) * power);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double normal = random.nextGaussian();
      double root = 1 + c * normal;
      if (root <= 0) continue;
      double v = root * root * root;
      double bound = 0.5 * normal * normal + d - d * v + d * StrictMath.log(v);
      if (StrictMath.log(1 - random.nextDouble()) < bound) return d * v;
    }
  }
}
