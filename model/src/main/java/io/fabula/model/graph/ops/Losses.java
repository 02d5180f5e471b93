package io.fabula.model.graph.ops;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.BinaryOp;
import io.fabula.model.graph.Categorical;
import io.fabula.model.graph.Elementwise;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.PairFunctions;
import io.fabula.model.graph.Reductions;
import io.fabula.model.graph.Selection;

/** Losses, composed of the operations of the vocabulary. */
public final class Losses {
  private Losses() {}

  /** The mean of squared differences, a scalar. */
  public static Node meanSquaredError(Node prediction, Node target) {
    return Reductions.mean(Elementwise.square(Arithmetic.sub(prediction, target)));
  }

  /**
   * Binary cross-entropy from logits, element by element: {@code log(1 + exp(x)) - x target}.
   *
   * @param targets in [0, 1]
   */
  public static Node binaryCrossEntropy(Node logits, Node targets) {
    return Arithmetic.sub(Elementwise.softplus(logits), Arithmetic.mul(logits, targets));
  }

  /**
   * Binary cross-entropy from probabilities, element by element: {@code -t log p - (1 - t) log(1 -
   * p)}, logarithms being at least -100 and their gradient at most 1e12, as in PyTorch.
   *
   * @param probabilities in [0, 1]
   * @param targets in [0, 1], the same shape
   */
  public static Node binaryCrossEntropyOfProbabilities(Node probabilities, Node targets) {
    return BinaryOp.apply(PairFunctions.BINARY_CROSS_ENTROPY, probabilities, targets);
  }

  /**
   * Cross-entropy of classes from logits, row by row.
   *
   * @param logits [..., classes]
   * @param index [...]
   * @return [...]
   */
  public static Node crossEntropy(Node logits, Node index) {
    return Elementwise.neg(Selection.pick(Categorical.logSoftmax(logits), index));
  }

  /** Huber's loss with threshold 1 (PyTorch's smooth L1), element by element. */
  public static Node smoothL1(Node prediction, Node target) {
    Node distance = Elementwise.abs(Arithmetic.sub(prediction, target));
    Node near = Elementwise.clamp(distance, 0f, 1f);
    // 0.5 near^2 + (distance - near): the second term is 0 within the threshold
    Node square = Elementwise.scale(Elementwise.square(near), 0.5f);
    return Arithmetic.add(square, Arithmetic.sub(distance, near));
  }

  /** Huber's loss, element by element: {@code 0.5 d^2} within the threshold, linear beyond. */
  public static Node huber(Node prediction, Node target, float threshold) {
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("huber: threshold must be above 0, got " + threshold);
    }
    Node distance = Elementwise.abs(Arithmetic.sub(prediction, target));
    Node near = Elementwise.clamp(distance, 0f, threshold);
    Node square = Elementwise.scale(Elementwise.square(near), 0.5f);
    return Arithmetic.add(square, Elementwise.scale(Arithmetic.sub(distance, near), threshold));
  }

  /**
   * PPO's clipped policy loss (Schulman et al. 2017), a scalar: {@code -mean(min(ratio A,
   * clip(ratio, 1 - clip, 1 + clip) A))} with {@code ratio = exp(logProbability - old)}.
   *
   * @param clip above 0, usually 0.2
   */
  public static Node ppoPolicy(Node logProbability, Node old, Node advantage, float clip) {
    Node ratio = Elementwise.exp(Arithmetic.sub(logProbability, old));
    Node limited = Elementwise.clamp(ratio, 1f - clip, 1f + clip);
    Node smaller =
        Arithmetic.min(Arithmetic.mul(ratio, advantage), Arithmetic.mul(limited, advantage));
    return Elementwise.neg(Reductions.mean(smaller));
  }

  /**
   * PPO's clipped value loss, a scalar: {@code 0.5 mean(max((V - R)^2, (Vold + clip(V - Vold) -
   * R)^2))}.
   *
   * @param clip above 0, usually 0.2
   */
  public static Node ppoValue(Node value, Node old, Node returns, float clip) {
    Node change = Elementwise.clamp(Arithmetic.sub(value, old), -clip, clip);
    Node limited = Arithmetic.add(old, change);
    Node larger =
        Arithmetic.max(
            Elementwise.square(Arithmetic.sub(value, returns)),
            Elementwise.square(Arithmetic.sub(limited, returns)));
    return Elementwise.scale(Reductions.mean(larger), 0.5f);
  }
}
