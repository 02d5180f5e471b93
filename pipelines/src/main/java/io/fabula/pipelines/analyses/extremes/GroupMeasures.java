package io.fabula.pipelines.analyses.extremes;

import io.fabula.analysis.Matrix;
import io.fabula.pipelines.analyses.extremes.ExtremeTables.Correlated;
import java.util.List;

/** How alike directions of components are, and how components move in groups. */
final class GroupMeasures {
  private GroupMeasures() {}

  /** Cosines of all pairs of columns. */
  static Matrix cosines(Matrix directions) {
    int k = directions.columns();
    Matrix products = directions.transposed().times(directions);
    Matrix cosines = new Matrix(k, k);
    for (int i = 0, at = 0; i < k; i++) {
      for (int j = 0; j < k; j++, at++) {
        double lengths = Math.sqrt(products.get(i, i)) * Math.sqrt(products.get(j, j));
        cosines.values()[at] = i == j ? 1 : products.get(i, j) / lengths;
      }
    }
    return cosines;
  }

  /** Mean magnitude of what is not on the diagonal. */
  static double meanOffDiagonal(Matrix cosines) {
    int k = cosines.rows();
    if (k < 2) return 0;
    double sum = 0;
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) if (i != j) sum += Math.abs(cosines.get(i, j));
    }
    return sum / (k * (k - 1.0));
  }

  /**
   * Mean over components of the cosine between the correlations of the high group and of another,
   * one step apart, without the component's own row and column.
   *
   * @param other the other group: low or middle
   */
  static double alike(List<Correlated> all, String other) {
    double sum = 0;
    int count = 0;
    for (Correlated high : all) {
      if (!high.group().equals("high")) continue;
      for (Correlated low : all) {
        if (low.component() != high.component() || !low.group().equals(other)) continue;
        int k = Math.min(1, high.mean().matrices().size() - 1);
        sum +=
            cosine(high.mean().matrices().get(k), low.mean().matrices().get(k), high.component());
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private static double cosine(Matrix a, Matrix b, int without) {
    double product = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        if (i == without || j == without) continue;
        product += a.get(i, j) * b.get(i, j);
        squaresOfA += a.get(i, j) * a.get(i, j);
        squaresOfB += b.get(i, j) * b.get(i, j);
      }
    }
    double lengths = Math.sqrt(squaresOfA) * Math.sqrt(squaresOfB);
    return lengths == 0 ? 0 : product / lengths;
  }
}
