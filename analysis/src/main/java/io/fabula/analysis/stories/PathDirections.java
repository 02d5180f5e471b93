package io.fabula.analysis.stories;

import io.fabula.analysis.decomposition.SymmetricEigen;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Directions of an agent's state, in the space of its independent components, in which each
 * direction of unit length has equal variance.
 *
 * @param name what they are called
 * @param vectors {@code [directions, K]}, orthonormal
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PathDirections(String name, double[][] vectors) {
  private static final double NOTHING_LEFT = 1e-9;

  /** A single component. */
  public static PathDirections component(int i, int k) {
    double[][] vector = new double[1][k];
    vector[0][i] = 1;
    return new PathDirections("IC" + i, vector);
  }

  /** All components together. */
  public static PathDirections all(int k) {
    double[][] vectors = new double[k][k];
    for (int i = 0; i < k; i++) vectors[i][i] = 1;
    return new PathDirections("all components", vectors);
  }

  /**
   * Directions in which an edit of the world moves the components: that of the mean change, and the
   * first principal direction of the changes about 0. They are found without looking at what is
   * read from the state, so that they may carry much or nothing.
   *
   * @param edit name of the edit
   * @param changes of the components, one row for each edited state
   * @return none if nothing moves
   */
  public static List<PathDirections> contrast(String edit, List<float[]> changes) {
    List<PathDirections> result = new ArrayList<>();
    if (changes.isEmpty()) return result;
    int k = changes.get(0).length;
    double[] mean = new double[k];
    double[][] moments = new double[k][k];
    for (float[] change : changes) {
      for (int i = 0; i < k; i++) {
        mean[i] += change[i];
        for (int j = 0; j < k; j++) moments[i][j] += (double) change[i] * change[j];
      }
    }
    double[] principal = SymmetricEigen.of(moments).vectors()[0];
    if (dot(principal, mean) < 0) for (int i = 0; i < k; i++) principal[i] = -principal[i];
    double[][] unit = orthonormal(List.of(mean));
    if (unit.length == 0) return result;
    result.add(new PathDirections(edit + " mean", unit));
    result.add(new PathDirections(edit + " principal", orthonormal(List.of(principal))));
    return result;
  }

  /**
   * Random directions, several at a time: rows of random rotations.
   *
   * @param k number of components
   * @param count how many sets
   * @param size directions in each set, at most {@code k}
   * @param seed of the rotations
   */
  public static List<PathDirections> random(int k, int count, int size, long seed) {
    if (size > k) {
      throw new IllegalArgumentException("size must be at most " + k + ", got " + size);
    }
    RandomStream random = new RandomStream(seed);
    List<PathDirections> result = new ArrayList<>();
    double[][] rotation = {};
    int used = 0;
    for (int m = 0; m < count; m++) {
      if (used + size > rotation.length) {
        rotation = rotation(k, random);
        used = 0;
      }
      double[][] vectors = new double[size][];
      for (int i = 0; i < size; i++) vectors[i] = rotation[used++];
      result.add(new PathDirections("random " + size + "." + m, vectors));
    }
    return result;
  }

  private static double[][] rotation(int k, RandomStream random) {
    while (true) {
      List<double[]> rows = new ArrayList<>();
      for (int i = 0; i < k; i++) {
        double[] row = new double[k];
        for (int j = 0; j < k; j++) row[j] = random.nextGaussian();
        rows.add(row);
      }
      double[][] rotation = orthonormal(rows);
      if (rotation.length == k) return rotation;
    }
  }

  /** Several together: an orthonormal basis of what they span. */
  public static PathDirections together(List<PathDirections> parts) {
    List<double[]> vectors = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (PathDirections each : parts) {
      names.add(each.name());
      vectors.addAll(List.of(each.vectors()));
    }
    return new PathDirections(String.join(" + ", names), orthonormal(vectors));
  }

  /** All that is orthogonal to these directions. */
  public PathDirections others() {
    int k = vectors[0].length;
    List<double[]> rows = new ArrayList<>(List.of(vectors));
    rows.addAll(List.of(all(k).vectors()));
    double[][] basis = orthonormal(rows);
    double[][] rest = new double[basis.length - vectors.length][];
    System.arraycopy(basis, vectors.length, rest, 0, rest.length);
    return new PathDirections("all but " + name, rest);
  }

  /** Gram and Schmidt's basis, twice over; what depends on those before is left out. */
  private static double[][] orthonormal(List<double[]> rows) {
    List<double[]> basis = new ArrayList<>();
    for (double[] row : rows) {
      double[] left = row.clone();
      double before = Math.sqrt(dot(left, left));
      for (int pass = 0; pass < 2; pass++) {
        for (double[] each : basis) {
          double along = dot(left, each);
          for (int i = 0; i < left.length; i++) left[i] -= along * each[i];
        }
      }
      double norm = Math.sqrt(dot(left, left));
      if (!(norm > NOTHING_LEFT * before)) continue;
      for (int i = 0; i < left.length; i++) left[i] /= norm;
      basis.add(left);
    }
    return basis.toArray(double[][]::new);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }
}
