package io.fabula.pipelines.analyses.swaps;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.DirectionSwap;
import io.fabula.analysis.causal.DirectionSwap.Replacement;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.pipelines.analyses.Readout;
import io.fabula.pipelines.analyses.saliency.SaliencySettings.DirectionType;
import io.fabula.pipelines.problems.WorkProblem;
import java.util.ArrayList;
import java.util.List;

/** The interventions that are compared with the agent as it is. */
final class Variants {
  /** The agent as it is. */
  static final String UNTOUCHED = "as it is";

  private Variants() {}

  /**
   * An intervention.
   *
   * @param name in words
   * @param swap what it does; nothing for the agent as it is
   */
  record Variant(String name, DirectionSwap swap) {
    boolean touches() {
      return !name.equals(UNTOUCHED);
    }
  }

  /** The agent as it is, what was asked for, the other way round, and the controls. */
  static List<Variant> of(SwapSettings settings, Projector projector, Readout readout) {
    List<Variant> variants = new ArrayList<>();
    variants.add(variant(UNTOUCHED, settings, projector, List.of()));
    add(variants, settings, projector, settings.asked());
    add(variants, settings, projector, settings.reversed());
    if (settings.controls()) {
      Matrix weights = readout.along(projector);
      Removal most = Removal.of(readout.policyStrengths(weights), true);
      Removal value = Removal.of(readout.valueStrengths(weights), true);
      Removal least = Removal.of(readout.policyStrengths(weights), false);
      addRemoval(variants, projector, most, "pushes actions most");
      addRemoval(variants, projector, value, "pushes the value most");
      addRemoval(variants, projector, least, "pushes actions least");
    }
    return variants;
  }

  /** A component by the strength of what is read from it. */
  private record Removal(int component) {
    static Removal of(double[] strengths, boolean strongest) {
      int best = 0;
      for (int i = 1; i < strengths.length; i++) {
        boolean better =
            strongest ? strengths[i] > strengths[best] : strengths[i] < strengths[best];
        if (better) best = i;
      }
      return new Removal(best);
    }
  }

  private static void add(
      List<Variant> variants,
      SwapSettings settings,
      Projector projector,
      List<Replacement> replacements) {
    if (replacements.isEmpty()) return;
    Variant variant = variant(words(settings, replacements), settings, projector, replacements);
    if (variants.stream().noneMatch(each -> each.name().equals(variant.name()))) {
      variants.add(variant);
    }
  }

  private static void addRemoval(
      List<Variant> variants, Projector projector, Removal removal, String why) {
    String name = "IC%d to None (%s)".formatted(removal.component(), why);
    DirectionSwap swap =
        DirectionSwap.ofIndependent(projector, List.of(Replacement.collapse(removal.component())));
    variants.add(new Variant(name, swap));
  }

  private static Variant variant(
      String name, SwapSettings settings, Projector projector, List<Replacement> replacements) {
    try {
      DirectionSwap swap =
          settings.directionType() == DirectionType.ICA
              ? DirectionSwap.ofIndependent(projector, replacements)
              : DirectionSwap.ofPrincipal(
                  projector.standardisation(), projector.principal(), replacements);
      return new Variant(name, swap);
    } catch (IllegalArgumentException e) {
      throw new WorkProblem(String.valueOf(e.getMessage()), e);
    }
  }

  private static String words(SwapSettings settings, List<Replacement> replacements) {
    String kind = settings.directionType() == DirectionType.ICA ? "IC" : "PC";
    List<String> words = new ArrayList<>();
    for (Replacement each : replacements) {
      String to = each.to() == Replacement.NOTHING ? "None" : kind + each.to();
      words.add(kind + each.from() + " to " + to);
    }
    return String.join(", ", words);
  }
}
