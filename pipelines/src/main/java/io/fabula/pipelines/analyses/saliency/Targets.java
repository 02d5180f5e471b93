package io.fabula.pipelines.analyses.saliency;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.model.simulator.SaliencyTarget;
import io.fabula.pipelines.analyses.NamedActions;
import io.fabula.pipelines.analyses.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The targets that settings name. */
final class Targets {
  static final String VALUE = "value";
  static final String ACTION = "action";
  private static final String VALUE_DELTA = "value_delta";
  private static final String DIRECTION = "hx_direction";

  private Targets() {}

  /**
   * A target with its name.
   *
   * @param name as in the table, such as {@code hx_direction_3_ica}
   */
  record Named(String name, SaliencyTarget target) {}

  /** All of them, in the order of the settings. */
  static List<Named> of(
      SaliencySettings settings, List<NamedActions> actionSets, Projector projector) {
    List<Named> targets = new ArrayList<>();
    for (String each : settings.funcType()) {
      switch (each) {
        case VALUE -> targets.add(new Named(VALUE, new SaliencyTarget.Value(settings.timestep())));
        case ACTION ->
            targets.add(new Named(ACTION, new SaliencyTarget.ChosenAction(settings.timestep())));
        case VALUE_DELTA -> targets.add(new Named(VALUE_DELTA, new SaliencyTarget.ValueChange()));
        case DIRECTION -> directions(settings, projector, targets);
        default ->
            targets.add(
                new Named(
                    each,
                    new SaliencyTarget.Actions(
                        settings.timestep(), named(each, actionSets).actions())));
      }
    }
    return targets;
  }

  private static NamedActions named(String name, List<NamedActions> actionSets) {
    List<String> known = new ArrayList<>(List.of(VALUE, ACTION, VALUE_DELTA, DIRECTION));
    actionSets.forEach(each -> known.add(each.name()));
    Optional<NamedActions> found =
        actionSets.stream().filter(each -> each.name().equals(name)).findFirst();
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                "func_type must be of %s, got %s".formatted(String.join(", ", known), name)));
  }

  private static void directions(
      SaliencySettings settings, Projector projector, List<Named> targets) {
    boolean independent = settings.directionType() == SaliencySettings.DirectionType.ICA;
    Matrix directions =
        independent
            ? projector.jacobian()
            : projector.principalJacobian(projector.independentCount());
    for (int d : new Selection("direction_ids", settings.directionIds()).of(directions.rows())) {
      List<Float> direction = new ArrayList<>();
      for (double each : directions.row(d)) direction.add((float) each);
      targets.add(
          new Named(
              direction(d, settings.directionType()),
              new SaliencyTarget.Direction(settings.timestep(), direction)));
    }
  }

  /** The name of a component as a target. */
  static String direction(int d, SaliencySettings.DirectionType type) {
    return "%s_%d_%s".formatted(DIRECTION, d, type.name().toLowerCase(Locale.ROOT));
  }
}
