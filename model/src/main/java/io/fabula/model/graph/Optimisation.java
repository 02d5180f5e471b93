package io.fabula.model.graph;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a plan may do to become faster or smaller. Each works without the others; what none of them
 * does is {@link PlanOptions#PLAIN}, against which all of them are tested.
 */
public enum Optimisation {
  /** Tensors whose lives do not overlap share memory. Same bits. */
  REUSE_MEMORY,

  /**
   * Reshapes, stopped gradients and slices of the first axis are views, not copies. Same values; a
   * gradient to which several views contribute may be summed in another order.
   */
  ALIAS_VIEWS,

  /**
   * Gradients that lead to no trained parameter and no input with gradient are not computed. Same
   * bits.
   */
  SKIP_GRADIENTS,

  /** Matrix products call oneDNN instead of OpenBLAS. Other last bits. */
  DIRECT_PRODUCTS,

  /** Products of at most 1,024 multiplications are computed in Java. Other last bits. */
  SMALL_PRODUCTS,

  /**
   * A convolution of a relu is one operation. Same bits, but slices of the batch are cut at other
   * places, so that sums over them may round differently.
   */
  FUSE_RELU,

  /** {@code x + conv(relu(conv(relu(x))))} is one operation, by oneDNN. Other last bits. */
  FUSE_RESIDUAL,

  /** Max-pooling of a convolution is one operation, by oneDNN. Other last bits. */
  FUSE_POOLING,

  /**
   * Functions of single elements that feed only each other are one operation, unless the plan is
   * checked, whose messages name single nodes. Same values; a gradient to which a chain and others
   * contribute may be summed in another order.
   */
  FUSE_CHAINS,

  /**
   * Linear layers that share a weight, such as the steps of an unrolled cell, compute its gradient
   * by one product. Sums in another order.
   */
  SHARE_WEIGHT_PRODUCTS;

  static Set<Optimisation> all() {
    return Collections.unmodifiableSet(EnumSet.allOf(Optimisation.class));
  }
}
