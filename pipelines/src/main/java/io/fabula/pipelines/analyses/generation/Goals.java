package io.fabula.pipelines.analyses.generation;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.model.simulator.SaliencyTarget;
import io.fabula.pipelines.analyses.Selection;
import io.fabula.pipelines.analyses.saliency.SaliencySettings.DirectionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The targets that settings name. */
final class Goals {
  private Goals() {}

  /**
   * A target.
   *
   * @param name as in the tables, such as {@code hx_neuron_3}
   * @param kind one of {@link TargetFunctionSettings#KINDS}
   * @param number of the component, unit or action; -1 where there is only one
   * @param target what is made large
   */
  record Goal(String name, String kind, int number, SaliencyTarget target) {}

  /** All of them, in the order of the settings. */
  static List<Goal> of(TargetFunctionSettings settings, Projector projector, int actions) {
    List<Goal> goals = new ArrayList<>();
    for (String kind : settings.targets()) {
      switch (kind) {
        case "value" -> goals.add(new Goal(kind, kind, -1, new SaliencyTarget.MeanValue()));
        case "value_delta" -> goals.add(new Goal(kind, kind, -1, new SaliencyTarget.ValueRise()));
        case "action" -> {
          for (int a : new Selection("actions", settings.actions()).of(actions)) {
            goals.add(new Goal(kind + "_" + a, kind, a, new SaliencyTarget.MeanAction(a)));
          }
        }
        case "hx_direction" -> {
          boolean independent = settings.directionType() == DirectionType.ICA;
          Matrix directions =
              independent
                  ? projector.jacobian()
                  : projector.principalJacobian(projector.independentCount());
          String type = settings.directionType().name().toLowerCase(Locale.ROOT);
          int count = directions.rows();
          for (int d : new Selection("directions", settings.directions()).of(count)) {
            goals.add(
                new Goal(kind + "_" + d + "_" + type, kind, d, along(settings, directions.row(d))));
          }
        }
        default -> {
          int hidden = projector.hiddenSize();
          for (int j : new Selection("neurons", settings.neurons()).of(hidden)) {
            double[] unit = new double[hidden];
            unit[j] = 1;
            goals.add(new Goal(kind + "_" + j, kind, j, along(settings, unit)));
          }
        }
      }
    }
    return goals;
  }

  private static SaliencyTarget along(TargetFunctionSettings settings, double[] direction) {
    List<Float> factors = new ArrayList<>();
    for (double each : direction) factors.add((float) each);
    return new SaliencyTarget.Direction(settings.timestep(), factors);
  }
}
