package io.fabula.model.graph;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a plan is compiled.
 *
 * @param optimisations what the plan may do to become faster or smaller
 * @param checkFinite whether each run looks for the first value that is not finite, see {@link
 *     NonFiniteException}; slow
 * @param gradients where parameters' gradients go, by owner; elsewhere {@link
 *     Parameters#gradients()}
 */
public record PlanOptions(
    Set<Optimisation> optimisations, boolean checkFinite, Map<Object, Gradients> gradients) {
  /** Everything that makes plans fast, no checks. */
  public static final PlanOptions DEFAULT = new PlanOptions(Optimisation.all(), false, Map.of());

  /** No optimisation at all: the oracle that optimised plans are tested against. */
  public static final PlanOptions PLAIN = new PlanOptions(Set.of(), false, Map.of());

  /** Copies the sets. */
  public PlanOptions {
    optimisations = Collections.unmodifiableSet(copy(optimisations));
    gradients = Map.copyOf(gradients);
  }

  private static EnumSet<Optimisation> copy(Set<Optimisation> some) {
    return some.isEmpty() ? EnumSet.noneOf(Optimisation.class) : EnumSet.copyOf(some);
  }

  /** Whether the plan may do this. */
  public boolean has(Optimisation optimisation) {
    return optimisations.contains(optimisation);
  }

  /** Allows some optimisations. */
  public PlanOptions with(Optimisation... more) {
    EnumSet<Optimisation> changed = copy(optimisations);
    changed.addAll(List.of(more));
    return new PlanOptions(changed, checkFinite, gradients);
  }

  /** Forbids some optimisations. */
  public PlanOptions without(Optimisation... fewer) {
    EnumSet<Optimisation> changed = copy(optimisations);
    changed.removeAll(List.of(fewer));
    return new PlanOptions(changed, checkFinite, gradients);
  }

  /** Sets {@link #checkFinite}. */
  public PlanOptions withCheckFinite(boolean check) {
    return new PlanOptions(optimisations, check, gradients);
  }

  /** Lets the plan add the gradients of {@code owner} to {@code target}: a replica's own. */
  public PlanOptions withGradients(Parameters owner, Gradients target) {
    if (target.values().layout() != owner.layout()) {
      throw new IllegalArgumentException("the gradients belong to other parameters");
    }
    Map<Object, Gradients> extended = new HashMap<>(gradients);
    extended.put(owner.store(), target);
    return new PlanOptions(optimisations, checkFinite, extended);
  }

  Gradients gradientsOf(Parameters owner) {
    @Nullable Gradients own = gradients.get(owner.store());
    return own == null ? owner.gradients() : own;
  }
}
