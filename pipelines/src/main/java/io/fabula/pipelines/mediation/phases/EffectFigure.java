package io.fabula.pipelines.mediation.phases;

import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.mediation.EffectEstimate;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import java.util.ArrayList;
import java.util.List;

/** Estimated and exact effects of the learned variables and the named events. */
final class EffectFigure {
  private EffectFigure() {}

  /**
   * Draws.
   *
   * @param learned the artifact with the estimates
   * @param worlds where
   * @param exact effects {@code [seed][variable]}
   */
  static Figure of(Artifact learned, ObjectWorlds worlds, List<List<Double>> exact) {
    List<String> variables = LearnVariable.variables(Variant.in(learned), worlds);
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(
        learned.file(LearnVariable.MEASURED), LearnVariable.schema(worlds.events()), rows::add);
    List<EffectIntervals.Estimate> estimates = new ArrayList<>();
    for (Row row : rows) {
      String variable = row.text("variable");
      double effect = row.number("indirect");
      double half = EffectEstimate.NORMAL_97_5 * row.numberOrNaN("standard_error");
      int seed = row.integer("seed");
      double exactly = exact.get(seed).get(variables.indexOf(variable));
      estimates.add(
          new EffectIntervals.Estimate(
              variable, "seed " + seed, effect, effect - half, effect + half, exactly));
    }
    return EffectIntervals.of(
        estimates,
        new EffectIntervals.Words(
            "indirect-effects",
            "What leaving the trained policy costs through each variable",
            "Natural indirect effect of going from the trained policy to uniform play: estimates"
                + " from held-out episodes with 95 % intervals, and crosses for the exact values (or those of"
                + " further episodes, where nothing is exact).",
            "natural indirect effect on the return"));
  }
}
