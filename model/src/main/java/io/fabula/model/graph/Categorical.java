package io.fabula.model.graph;

import io.fabula.model.graph.memory.Shape;

/** Categorical distributions along the last axis. */
public final class Categorical {
  private Categorical() {}

  /** Probabilities from logits: {@code exp(x) / sum exp(x)}. */
  public static Node softmax(Node logits) {
    return RowOp.apply(SoftmaxFunctions.SOFTMAX, logits);
  }

  /** Log-probabilities from logits: {@code x - log sum exp(x)}. */
  public static Node logSoftmax(Node logits) {
    return RowOp.apply(SoftmaxFunctions.LOG_SOFTMAX, logits);
  }

  /**
   * Logits of which some are excluded.
   *
   * @param mask 1 where a logit stays, 0 where it becomes {@code low}; broadcasts
   * @param low finite, so far down that its probability is 0, such as -9e15
   */
  public static Node masked(Node logits, Node mask, float low) {
    if (Float.isInfinite(low) || Float.isNaN(low)) {
      throw new IllegalArgumentException("low must be finite, got " + low);
    }
    return Arithmetic.add(Arithmetic.mul(logits, mask), Elementwise.affine(mask, -low, low));
  }

  /** {@code log sum exp(x)}, without overflow; the last axis disappears. */
  public static Node logSumExp(Node x) {
    int[] dims = Reductions.without(x.shape(), -1);
    return x.graph().add(new LogSumExpOp(), Shape.of(dims), x);
  }

  /** Entropy in nats from log-probabilities; the last axis disappears. */
  public static Node entropy(Node logProbabilities) {
    Node weighted = Arithmetic.mul(Elementwise.exp(logProbabilities), logProbabilities);
    return Elementwise.neg(Reductions.sum(weighted, -1));
  }

  /**
   * The divergence KL(p || q) = sum p (log p - log q) in nats, from logits; the last axis
   * disappears.
   */
  public static Node divergence(Node logitsOfP, Node logitsOfQ) {
    Node logP = logSoftmax(logitsOfP);
    Node difference = Arithmetic.sub(logP, logSoftmax(logitsOfQ));
    return Reductions.sum(Arithmetic.mul(Elementwise.exp(logP), difference), -1);
  }

  /**
   * Draws by inverting the cumulative distribution: the index is the number of cumulative
   * probabilities (summed in double) that are at most the uniform, at most classes - 1. The value
   * is exactly one-hot; the gradient passes straight through to the probabilities.
   *
   * @param probabilities [..., classes]
   * @param uniforms [...], in [0, 1)
   * @return [..., classes]
   */
  public static Node sample(Node probabilities, Node uniforms) {
    int[] rows = Reductions.without(probabilities.shape(), -1);
    if (uniforms.shape().size() != Shape.of(rows).size()) {
      throw new IllegalArgumentException(
          "sample: uniforms " + uniforms + " do not fit probabilities " + probabilities);
    }
    Graph graph = probabilities.graph();
    return graph.add(new SampleOp(), probabilities.shape(), probabilities, uniforms);
  }

  /**
   * The mode as one-hot: 1 at the first of the largest scores. The gradient passes straight through
   * to {@code through}: probabilities, or log-probabilities.
   *
   * @param scores [..., classes]; gets no gradient unless it is {@code through} itself
   * @param through the same shape
   */
  public static Node mode(Node scores, Node through) {
    if (!scores.shape().equals(through.shape())) {
      throw new IllegalArgumentException("mode: " + scores + " does not fit " + through);
    }
    return scores.graph().add(new ModeOp(), scores.shape(), scores, through);
  }

  /** The mode as one-hot, straight through to the scores themselves. */
  public static Node mode(Node scores) {
    return mode(scores, scores);
  }
}
