package io.fabula.model.graph.ops;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Node;

/** Normal distributions with independent components, given by mean and logarithm of variance. */
public final class Gaussian {
  private static final float LOG_2_PI = 1.837877f;

  private Gaussian() {}

  /**
   * A draw as a function of mean and variance: {@code mean + exp(logVariance / 2) noise}.
   *
   * @param noise standard normal, the same shape
   */
  public static Node sample(Node mean, Node logVariance, Node noise) {
    Node deviation = Elementwise.exp(Elementwise.scale(logVariance, 0.5f));
    return Arithmetic.add(mean, Arithmetic.mul(deviation, noise));
  }

  /** The logarithm of the density at {@code x}, element by element. */
  public static Node logProbability(Node x, Node mean, Node logVariance) {
    Node squares = Elementwise.square(Arithmetic.sub(x, mean));
    Node scaled = Arithmetic.mul(squares, Elementwise.exp(Elementwise.neg(logVariance)));
    return Elementwise.affine(Arithmetic.add(scaled, logVariance), -0.5f, -0.5f * LOG_2_PI);
  }

  /** The divergence from the standard normal distribution in nats, element by element. */
  public static Node divergence(Node mean, Node logVariance) {
    Node squares = Arithmetic.add(Elementwise.square(mean), Elementwise.exp(logVariance));
    return Elementwise.affine(Arithmetic.sub(squares, logVariance), 0.5f, -0.5f);
  }

  /** The divergence KL(p || q) of two normal distributions in nats, element by element. */
  public static Node divergence(Node meanP, Node logVarianceP, Node meanQ, Node logVarianceQ) {
    Node ratio = Arithmetic.sub(logVarianceP, logVarianceQ);
    Node distance = Elementwise.square(Arithmetic.sub(meanP, meanQ));
    Node scaled = Arithmetic.mul(distance, Elementwise.exp(Elementwise.neg(logVarianceQ)));
    Node sum = Arithmetic.add(Arithmetic.sub(Elementwise.exp(ratio), ratio), scaled);
    return Elementwise.affine(sum, 0.5f, -0.5f);
  }
}
