package io.fabula.envs.recsim;

import static io.fabula.envs.recsim.RecSimConstants.NO_ITEM;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.recsim.RecSimOptions.Reward;
import io.fabula.envs.recsim.RecSimOptions.View;
import java.util.ArrayList;
import java.util.List;

/** Spaces and bounds of a recommender world. */
final class RecSimSpec {
  private RecSimSpec() {}

  static EnvironmentSpec of(String name, ItemCatalogue catalogue, RecSimOptions options) {
    double[] bounds = rewardBounds(catalogue, options);
    return new EnvironmentSpec(
        name,
        observations(catalogue, options),
        new ActionSpace.Slate(
            catalogue.size(),
            options.slateSize(),
            options.candidates(),
            catalogue.representationSize()),
        options.maximumSteps(),
        bounds[0],
        bounds[1]);
  }

  private static ObservationSpace observations(ItemCatalogue catalogue, RecSimOptions options) {
    List<String> names = new ArrayList<>();
    if (options.view() == View.HISTORY) {
      for (int i = RecSimConstants.HISTORY; i > 0; i--) names.add("clicked " + i + " ago");
      return new ObservationSpace.Vector(names, NO_ITEM, catalogue.size() - 1);
    }
    for (int i = 0; i < catalogue.featureCount(); i++) names.add("interest " + i);
    return new ObservationSpace.Vector(names, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
  }

  private static double[] rewardBounds(ItemCatalogue catalogue, RecSimOptions options) {
    double click = options.reward() == Reward.METRIC ? 0 : 1;
    return switch (options.reward()) {
      case CLICK -> new double[] {0, 1};
      case WATCH_TIME -> new double[] {0, catalogue.greatestLength()};
      case METRIC, CLICK_PLUS_METRIC -> {
        if (options.rewardMetric() != SlateMetric.CPR) yield new double[] {0, 1 + click};
        int size = options.slateSize();
        SlateScores scores = new SlateScores(size, catalogue.categories(), 1);
        double bits =
            StrictMath.log(size) / StrictMath.log(2); // all in sub-categories of their own
        double diversity = Math.max(1, bits / scores.maximumEntropy());
        CprOperation operation = options.choice().cprOperation();
        yield new double[] {
          Math.min(0, operation.apply(1, 0)),
          Math.max(operation.apply(0, diversity), operation.apply(1, diversity)) + click
        };
      }
    };
  }
}
