package io.fabula.analysis.embedding;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.neighbours.NearestNeighbours;

/**
 * Places in a map for rows that were not mapped: the mean of the places of the nearest mapped rows,
 * each weighted by its inverse squared distance. A row that was mapped gets its own place.
 *
 * @param rows {@code [mapped, columns]} what was mapped
 * @param map {@code [mapped, dimensions]} their places
 * @param neighbours mapped rows that decide a place, at least 1 and at most all
 */
public record MapExtension(Matrix rows, Matrix map, int neighbours) {
  public MapExtension {
    if (rows.rows() != map.rows()) {
      throw new IllegalArgumentException(
          "map must have " + rows.rows() + " rows, got " + map.rows());
    }
    if (neighbours < 1 || neighbours > rows.rows()) {
      throw new IllegalArgumentException(
          "neighbours must be within 1.." + rows.rows() + ", got " + neighbours);
    }
  }

  /** The places of other rows, {@code [others, dimensions]}. */
  public Matrix place(Matrix others) {
    NearestNeighbours near = NearestNeighbours.between(others, rows, neighbours);
    int dimensions = map.columns();
    Matrix places = new Matrix(others.rows(), dimensions);
    for (int i = 0; i < others.rows(); i++) {
      double nearest = near.distance(i, 0);
      double total = 0;
      for (int k = 0; k < neighbours; k++) {
        double weight = weight(nearest, near.distance(i, k));
        total += weight;
        int from = near.neighbour(i, k) * dimensions;
        for (int d = 0; d < dimensions; d++) {
          places.values()[i * dimensions + d] += weight * map.values()[from + d];
        }
      }
      for (int d = 0; d < dimensions; d++) places.values()[i * dimensions + d] /= total;
    }
    return places;
  }

  /** Relative to the nearest one, so that nothing overflows; equal rows share all the weight. */
  private static double weight(double nearest, double distance) {
    if (distance == nearest) return 1;
    double ratio = nearest / distance;
    return ratio * ratio;
  }
}
