package io.fabula.model.graph;

import org.jspecify.annotations.Nullable;

/** Functions of each element on its own. Shapes are unchanged. */
public final class Elementwise {
  private Elementwise() {}

  /** max(x, 0); gradient 0 at 0. */
  public static Node relu(Node x) {
    return UnaryOp.apply(Activations.RELU, x);
  }

  /** What a node is the relu of, if it is one and nothing else was asked of it; else null. */
  static @Nullable Node beforeRelu(Node x) {
    boolean relu = x.op() instanceof UnaryOp op && op.function() == Activations.RELU;
    return relu && !x.gradientKept() ? x.inputs().get(0) : null;
  }

  /** x where positive, else {@code slope * x}; gradient {@code slope} at 0. */
  public static Node leakyRelu(Node x, float slope) {
    return UnaryOp.apply(new Activations.LeakyRelu(slope), x);
  }

  /** x where positive, else exp(x) - 1. */
  public static Node elu(Node x) {
    return UnaryOp.apply(Activations.ELU, x);
  }

  /** The hyperbolic tangent. */
  public static Node tanh(Node x) {
    return UnaryOp.apply(Activations.TANH, x);
  }

  /** 1 / (1 + exp(-x)). */
  public static Node sigmoid(Node x) {
    return UnaryOp.apply(Activations.SIGMOID, x);
  }

  /** log(1 + exp(x)), without overflow. */
  public static Node softplus(Node x) {
    return UnaryOp.apply(Activations.SOFTPLUS, x);
  }

  /** The exponential. */
  public static Node exp(Node x) {
    return UnaryOp.apply(Powers.EXP, x);
  }

  /** The natural logarithm. */
  public static Node log(Node x) {
    return UnaryOp.apply(Powers.LOG, x);
  }

  /** x squared. */
  public static Node square(Node x) {
    return UnaryOp.apply(Powers.SQUARE, x);
  }

  /** The square root; the gradient at 0 is infinite, as in PyTorch. */
  public static Node sqrt(Node x) {
    return UnaryOp.apply(Powers.SQRT, x);
  }

  /** 1 / x. */
  public static Node reciprocal(Node x) {
    return UnaryOp.apply(Powers.RECIPROCAL, x);
  }

  /** The absolute value; gradient 0 at 0. */
  public static Node abs(Node x) {
    return UnaryOp.apply(Powers.ABS, x);
  }

  /** The logarithm of the gamma function, for x above 0. */
  public static Node logGamma(Node x) {
    return UnaryOp.apply(GammaFunctions.LOG_GAMMA, x);
  }

  /** The derivative of {@link #logGamma}, for x above 0. */
  public static Node digamma(Node x) {
    return UnaryOp.apply(GammaFunctions.DIGAMMA, x);
  }

  /** -x. */
  public static Node neg(Node x) {
    return affine(x, -1f, 0f);
  }

  /** {@code factor * x}. */
  public static Node scale(Node x, float factor) {
    return affine(x, factor, 0f);
  }

  /** {@code x + offset}. */
  public static Node offset(Node x, float offset) {
    return affine(x, 1f, offset);
  }

  /** {@code factor * x + offset}. */
  public static Node affine(Node x, float factor, float offset) {
    return UnaryOp.apply(new Bounds.Affine(factor, offset), x);
  }

  /** x limited to [low, high]; gradient 1 inside and at the bounds, 0 outside. */
  public static Node clamp(Node x, float low, float high) {
    return UnaryOp.apply(new Bounds.Clamp(low, high, false), x);
  }

  /** x limited to [low, high] with gradient 1 everywhere. */
  public static Node straightThroughClamp(Node x, float low, float high) {
    return UnaryOp.apply(new Bounds.Clamp(low, high, true), x);
  }
}
