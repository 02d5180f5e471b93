package io.fabula.model.graph;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds convolutions that are one operation together with what stands before or after them. What
 * lies between has no other use, so that nothing is computed twice and no gradient is missed.
 */
final class Fusions extends Rewriting {
  private final PlanOptions options;

  Fusions(List<Node> order, Set<Node> outputs, PlanOptions options) {
    super(order, outputs);
    this.options = options;
  }

  @Override
  Node rewrite(Node node) {
    Node fused = null;
    if (options.has(Optimisation.FUSE_RESIDUAL)) fused = residual(node);
    if (fused == null && options.has(Optimisation.FUSE_POOLING)) fused = pooled(node);
    if (fused == null && options.has(Optimisation.FUSE_RELU)) fused = rectified(node);
    return fused != null ? fused : super.rewrite(node);
  }

  /** A convolution of a relu. The relu itself stays for its other users. */
  private @Nullable Node rectified(Node node) {
    if (!(node.op() instanceof ConvolutionOp convolution) || convolution.rectify()) return null;
    Node before = Elementwise.beforeRelu(node.inputs().get(0));
    if (before == null || !before.differentiable()) return null;
    return replacement(
        node,
        convolution.rectifying(),
        List.of(before, node.inputs().get(1), node.inputs().get(2)));
  }

  private @Nullable Node pooled(Node node) {
    if (!(node.op() instanceof MaxPoolOp pool)) return null;
    Node between = node.inputs().get(0);
    if (!(between.op() instanceof ConvolutionOp convolution)
        || convolution.rectify()
        || !interior(between)
        || !trainedTogether(between)) {
      return null;
    }
    Node before = Elementwise.beforeRelu(between.inputs().get(0));
    if (before != null && before.differentiable()) return null; // better fused with its relu
    return replacement(
        node, PooledConvolutionOp.of(convolution, pool, between.shape()), between.inputs());
  }

  private @Nullable Node residual(Node node) {
    if (!(node.op() instanceof BinaryOp sum) || sum.function() != PairFunctions.ADD) return null;
    Node x = node.inputs().get(0);
    Node last = node.inputs().get(1);
    Node middle = partOf(last);
    if (middle == null || !interior(middle) || !interior(last.inputs().get(0))) return null;
    if (partOf(middle) != x || !last.op().equals(middle.op())) return null;
    return replacement(
        node,
        new ResidualOp(((ConvolutionOp) last.op()).padding()),
        List.of(
            x,
            middle.inputs().get(1),
            middle.inputs().get(2),
            last.inputs().get(1),
            last.inputs().get(2)));
  }

  /** For a convolution of a relu that keeps the shape: what the relu is of; else null. */
  private @Nullable Node partOf(Node node) {
    if (!(node.op() instanceof ConvolutionOp convolution)
        || convolution.rectify()
        || convolution.stride() != 1
        || !interior(node)
        || !trainedTogether(node)) {
      return null;
    }
    Node before = Elementwise.beforeRelu(node.inputs().get(0));
    boolean fits = before != null && before.differentiable() && before.shape().equals(node.shape());
    return fits ? before : null;
  }

  /** oneDNN computes the gradients of weight and bias together. */
  private static boolean trainedTogether(Node convolution) {
    return convolution.inputs().get(1).differentiable()
        == convolution.inputs().get(2).differentiable();
  }
}
