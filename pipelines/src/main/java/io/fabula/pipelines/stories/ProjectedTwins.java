package io.fabula.pipelines.stories;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.stories.PathDirections;
import io.fabula.model.twins.BlindTwin;

/** Twins that do not see a feature along directions in the space of components. */
final class ProjectedTwins {
  private final Matrix jacobian;
  private final Matrix gradientMap;

  ProjectedTwins(Projector projector) {
    jacobian = projector.jacobian();
    gradientMap = projector.gradientMap();
  }

  /** A difference of states is read by {@code u J} and written along {@code Q u}. */
  BlindTwin along(PathDirections directions) {
    double[][] vectors = directions.vectors();
    double[][] read = new double[vectors.length][];
    double[][] write = new double[vectors.length][];
    for (int i = 0; i < vectors.length; i++) {
      read[i] = jacobian.leftTimes(vectors[i]);
      write[i] = gradientMap.times(vectors[i]);
    }
    return BlindTwin.along(directions.name(), read, write);
  }
}
