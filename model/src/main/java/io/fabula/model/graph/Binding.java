package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a node's kernel is bound to in one plan. A kernel asks here for its tensors and thereby says
 * when it needs them; memory that nobody needs any more is given to others.
 */
final class Binding {
  private final PlanCompiler compiler;
  private final Node node;

  Binding(PlanCompiler compiler, Node node) {
    this.compiler = compiler;
    this.node = node;
  }

  Node node() {
    return node;
  }

  Shape shape() {
    return node.shape();
  }

  Shape inputShape(int i) {
    return node.inputs().get(i).shape();
  }

  /** Whether this plan computes a gradient of the node. */
  boolean differentiated() {
    return compiler.schedule().differentiated(node);
  }

  /** The value of input {@code i}, for the forward pass. */
  Tensor input(int i) {
    return compiler.tensors().value(node.inputs().get(i), compiler.schedule().forwardTime(node));
  }

  /** The value of input {@code i}, for both passes. */
  Tensor inputInBackward(int i) {
    Tensor value = input(i);
    if (differentiated()) {
      compiler.tensors().value(node.inputs().get(i), compiler.schedule().backwardTime(node));
    }
    return value;
  }

  /** The node's own value, for the forward pass. */
  Tensor output() {
    return compiler.tensors().value(node, compiler.schedule().forwardTime(node));
  }

  /** The node's own value, for both passes. */
  Tensor outputInBackward() {
    Tensor value = output();
    if (differentiated()) compiler.tensors().value(node, compiler.schedule().backwardTime(node));
    return value;
  }

  /**
   * The gradient of the node's value, for the backward pass; an empty tensor where the plan needs
   * none.
   */
  Tensor gradient() {
    return compiler.tensors().gradient(node);
  }

  /** Where the gradient of input {@code i} goes; null if nobody wants it. */
  @Nullable GradientTarget inputGradient(int i) {
    return compiler.gradientTarget(node, i);
  }

  /** A tensor written by the forward and read by the backward pass. */
  Tensor saved(int size) {
    Tensor tensor = scratch(size);
    if (differentiated()) compiler.tensors().use(tensor, compiler.schedule().backwardTime(node));
    return tensor;
  }

  /** A tensor of the forward pass of this node alone. */
  Tensor scratch(int size) {
    return compiler.tensors().temporary(size, compiler.schedule().forwardTime(node));
  }

  /** A tensor of the backward pass of this node alone. */
  Tensor backwardScratch(int size) {
    return compiler
        .tensors()
        .temporary(
            size,
            differentiated()
                ? compiler.schedule().backwardTime(node)
                : compiler.schedule().forwardTime(node));
  }

  /**
   * Where a native kernel that can only overwrite puts a gradient: the gradient target's own tensor
   * if it is the first there, else a temporary one, to be added by {@link OrderedSums#addTo}.
   */
  Tensor overwriteTarget(@Nullable GradientTarget gradientTarget, int size) {
    if (gradientTarget != null && !gradientTarget.adds()) return gradientTarget.tensor();
    return backwardScratch(gradientTarget == null ? 1 : size);
  }

  /** Whether small matrix products are computed in Java. */
  boolean multipliesInJava() {
    return compiler.options().has(Optimisation.SMALL_PRODUCTS);
  }

  /** Whether matrix products call oneDNN, else OpenBLAS. */
  boolean multipliesDirectly() {
    return compiler.options().has(Optimisation.DIRECT_PRODUCTS);
  }

  /** For a linear layer: its weight, if the plan multiplies for all its layers at once. */
  @Nullable SharedWeight sharedWeight() {
    return compiler.sharedWeight(node);
  }

  /** The plan's tiles. */
  ScratchBuffers tiles() {
    return compiler.tiles();
  }

  /** Tiles for small products alone: other kernels multiply while their own tiles are in use. */
  ScratchBuffers productTiles() {
    return compiler.productTiles();
  }
}
