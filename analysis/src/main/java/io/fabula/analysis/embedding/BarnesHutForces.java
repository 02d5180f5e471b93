package io.fabula.analysis.embedding;

import io.fabula.analysis.Matrix;
import java.util.stream.IntStream;

/**
 * The gradient of t-SNE in time n log n: attraction among near neighbours, repulsion by a tree of
 * boxes (van der Maaten 2014). Rows are independent and sums over them are in their order, so
 * threads do not change a bit.
 */
final class BarnesHutForces implements MapForces {
  private static final int CHUNK = 256;

  private final SparseAffinities affinities;
  private final int dimensions;
  private final int freedom;
  private final double angle;
  private final SpaceTree tree;
  private final double[] attraction;
  private final double[] repulsion;
  private final double[] rowSums;
  private double total;

  /**
   * @param dimensions of the map, 1 to 3
   * @param angle width of a box over its distance below which it counts as one point
   */
  BarnesHutForces(SparseAffinities affinities, int dimensions, double angle) {
    this.affinities = affinities;
    this.dimensions = dimensions;
    this.freedom = TsneObjective.freedom(dimensions);
    this.angle = angle;
    this.tree = new SpaceTree(affinities.rows(), dimensions);
    this.attraction = new double[affinities.rows() * dimensions];
    this.repulsion = new double[affinities.rows() * dimensions];
    this.rowSums = new double[affinities.rows()];
  }

  @Override
  public void gradient(Matrix map, double exaggeration, double[] gradient) {
    int n = affinities.rows();
    tree.build(map);
    int chunks = (n + CHUNK - 1) / CHUNK;
    IntStream.range(0, chunks)
        .parallel()
        .forEach(
            chunk -> {
              int end = Math.min(n, (chunk + 1) * CHUNK);
              repel(chunk * CHUNK, end);
              for (int i = chunk * CHUNK; i < end; i++) attract(i, map.values());
            });
    total = 0;
    for (double each : rowSums) total += each;
    double scale = 2.0 * (freedom + 1) / freedom;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = scale * (exaggeration * attraction[i] - repulsion[i] / total);
    }
  }

  private void repel(int begin, int end) {
    int[] stack = tree.stack();
    double[] sums = new double[4];
    for (int i = begin; i < end; i++) {
      tree.push(i, freedom, angle, stack, sums);
      int row = tree.row[i];
      rowSums[row] = sums[0];
      for (int c = 0; c < dimensions; c++) repulsion[row * dimensions + c] = sums[c + 1];
    }
  }

  private void attract(int i, double[] map) {
    int at = i * dimensions;
    double px = map[at];
    double py = dimensions > 1 ? map[at + 1] : 0;
    double pz = dimensions > 2 ? map[at + 2] : 0;
    double inverse = 1.0 / freedom;
    double pullX = 0;
    double pullY = 0;
    double pullZ = 0;
    for (int e = affinities.first()[i]; e < affinities.first()[i + 1]; e++) {
      int other = affinities.other()[e] * dimensions;
      double dx = px - map[other];
      double dy = dimensions > 1 ? py - map[other + 1] : 0;
      double dz = dimensions > 2 ? pz - map[other + 2] : 0;
      double weight = affinities.probability()[e] / (1 + (dx * dx + dy * dy + dz * dz) * inverse);
      pullX += weight * dx;
      pullY += weight * dy;
      pullZ += weight * dz;
    }
    attraction[at] = pullX;
    if (dimensions > 1) attraction[at + 1] = pullY;
    if (dimensions > 2) attraction[at + 2] = pullZ;
  }

  /** Over pairs of near neighbours; the others' affinity is 0. */
  @Override
  public double divergence(Matrix map) {
    double sum = 0;
    for (int i = 0; i < affinities.rows(); i++) {
      for (int e = affinities.first()[i]; e < affinities.first()[i + 1]; e++) {
        double p = affinities.probability()[e];
        if (p < Affinities.LEAST) continue;
        double squared = Affinities.squaredDistance(map, i, affinities.other()[e]);
        double q = TsneObjective.similarity(1 / (1 + squared / freedom), freedom) / total;
        sum += p * StrictMath.log(p / Math.max(q, Affinities.LEAST));
      }
    }
    return sum;
  }
}
