package io.fabula.pipelines.bench;

import io.fabula.model.workloads.ReferenceOutputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether two sides computed the same.
 *
 * <p>The first run starts from equal weights: values agree within {@value #VALUE_TOLERANCE}
 * relative; the norm of a tensor and its projection within {@value #TENSOR_TOLERANCE} of its norm,
 * because rounding may flip a relu or a pooling choice, plus {@value #ROUNDING} of the largest
 * tensor's norm. The second run shows that the weights moved alike: its values agree within {@value
 * #SECOND_TOLERANCE}.
 */
final class Agreement {
  private static final double VALUE_TOLERANCE = 1e-4;
  private static final double SECOND_TOLERANCE = 5e-3;
  private static final double TENSOR_TOLERANCE = 1e-2;
  private static final double ROUNDING = 1e-5;
  private static final double SMALLEST = 1e-6;

  private final List<String> differences = new ArrayList<>();

  private Agreement() {}

  /** What differs, one line each; empty if the sides agree. */
  static List<String> differences(Computed ours, Computed theirs) {
    Agreement agreement = new Agreement();
    agreement.values("", ours.first(), theirs.first(), VALUE_TOLERANCE);
    agreement.tensors(ours.first(), theirs.first());
    agreement.values("second ", ours.second(), theirs.second(), SECOND_TOLERANCE);
    return List.copyOf(agreement.differences);
  }

  private void values(
      String run, ReferenceOutputs ours, ReferenceOutputs theirs, double tolerance) {
    for (String name : names(run, ours.values().keySet(), theirs.values().keySet())) {
      double mine = ours.values().getOrDefault(name, Double.NaN);
      double other = theirs.values().getOrDefault(name, Double.NaN);
      double scale = Math.max(Math.abs(mine), Math.abs(other));
      compare(run + name, mine, other, tolerance * scale + SMALLEST);
    }
  }

  private void tensors(ReferenceOutputs ours, ReferenceOutputs theirs) {
    double largest =
        theirs.tensors().values().stream()
            .mapToDouble(ReferenceOutputs.Trace::norm)
            .max()
            .orElse(0);
    for (String name : names("", ours.tensors().keySet(), theirs.tensors().keySet())) {
      ReferenceOutputs.Trace mine = ours.tensors().get(name);
      ReferenceOutputs.Trace other = theirs.tensors().get(name);
      if (mine == null || other == null) continue;
      double bound = TENSOR_TOLERANCE * other.norm() + ROUNDING * largest;
      compare("norm of " + name, mine.norm(), other.norm(), bound);
      compare("projection of " + name, mine.projection(), other.projection(), bound);
    }
  }

  private Set<String> names(String run, Set<String> ours, Set<String> theirs) {
    Set<String> all = new TreeSet<>(ours);
    all.addAll(theirs);
    for (String name : all) {
      if (!ours.contains(name)) differences.add(run + name + " is missing on our side");
      if (!theirs.contains(name)) differences.add(run + name + " is missing in the reference");
    }
    all.retainAll(ours);
    all.retainAll(theirs);
    return all;
  }

  private void compare(String what, double ours, double theirs, double bound) {
    if (Math.abs(ours - theirs) <= bound) return;
    differences.add(
        String.format(
            Locale.ROOT,
            "%s is %.6g, the reference has %.6g (tolerance %.2g)",
            what,
            ours,
            theirs,
            bound));
  }
}
