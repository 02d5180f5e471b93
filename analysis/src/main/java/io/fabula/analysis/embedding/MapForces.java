package io.fabula.analysis.embedding;

import io.fabula.analysis.Matrix;

/** What moves the points of a t-SNE map: the gradient of its divergence, exact or approximate. */
interface MapForces {
  /** Writes the gradient at {@code map} into {@code gradient}, both {@code [rows, dimensions]}. */
  void gradient(Matrix map, double exaggeration, double[] gradient);

  /** The divergence of the map of the last {@link #gradient} from the affinities, nats. */
  double divergence(Matrix map);
}
