package io.fabula.model.graph;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a plan is compiled.
 *
 * @param reuseMemory whether tensors whose lives do not overlap share memory
 * @param callOneDnn whether convolutions and max-pooling call the current oneDNN themselves instead
 *     of ND4J's operations: faster, other last bits
 * @param checkFinite whether each run looks for the first value that is not finite, see {@link
 *     NonFiniteException}; slow
 * @param gradients where parameters' gradients go, by owner; elsewhere {@link
 *     Parameters#gradients()}
 */
public record PlanOptions(
    boolean reuseMemory,
    boolean callOneDnn,
    boolean checkFinite,
    Map<Object, Gradients> gradients) {
  /** Everything that makes plans fast, no checks. */
  public static final PlanOptions DEFAULT = new PlanOptions(true, true, false, Map.of());

  /** No optimisation at all: the oracle that optimised plans are tested against. */
  public static final PlanOptions PLAIN = new PlanOptions(false, false, false, Map.of());

  /** Sets {@link #reuseMemory}. */
  public PlanOptions withReuseMemory(boolean reuse) {
    return new PlanOptions(reuse, callOneDnn, checkFinite, gradients);
  }

  /** Sets {@link #callOneDnn}. */
  public PlanOptions withCallOneDnn(boolean call) {
    return new PlanOptions(reuseMemory, call, checkFinite, gradients);
  }

  /** Sets {@link #checkFinite}. */
  public PlanOptions withCheckFinite(boolean check) {
    return new PlanOptions(reuseMemory, callOneDnn, check, gradients);
  }

  /** Lets the plan add the gradients of {@code owner} to {@code target}: a replica's own. */
  public PlanOptions withGradients(Parameters owner, Gradients target) {
    if (target.values().layout() != owner.layout()) {
      throw new IllegalArgumentException("the gradients belong to other parameters");
    }
    Map<Object, Gradients> extended = new HashMap<>(gradients);
    extended.put(owner.store(), target);
    return new PlanOptions(reuseMemory, callOneDnn, checkFinite, extended);
  }

  Gradients gradientsOf(Parameters owner) {
    @Nullable Gradients own = gradients.get(owner.store());
    return own == null ? owner.gradients() : own;
  }
}
