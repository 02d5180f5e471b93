package io.fabula.analysis.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KMeansTest {
  /** Groups around the corners of a grid; row i belongs to group i modulo their number. */
  private static Matrix groups(int rows, int groups, int columns) {
    RandomStream random = new RandomStream(2);
    Matrix corners = new Matrix(groups, columns);
    for (int i = 0; i < groups * columns; i++) corners.values()[i] = 20 * random.nextInt(5);
    Matrix result = new Matrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result.values()[i * columns + j] = corners.get(i % groups, j) + random.nextGaussian();
      }
    }
    return result;
  }

  @Test
  void findsGroupsThatLieApart() {
    Matrix points = groups(700, 7, 5);
    KMeans found = KMeans.fit(points, new KMeans.Options(7, 3, 100, 0));
    Map<Integer, Integer> groupOf = new HashMap<>();
    for (int i = 0; i < 700; i++) {
      assertThat(groupOf.computeIfAbsent(found.labels()[i], label -> -1)).isIn(-1, i % 7);
      groupOf.put(found.labels()[i], i % 7);
    }
    assertThat(groupOf).hasSize(7);
    // unit variance in five columns, less what the seven means take
    assertThat(found.withinSquares()).isCloseTo(5.0 * 693, within(300.0));
    assertThat(found.means().nearest(points)).isEqualTo(found.labels());
  }

  @Property(tries = 30)
  void nearestMeansAreNearest(
      @ForAll @IntRange(min = 1, max = 130) int clusters,
      @ForAll @IntRange(min = 1, max = 20) int columns,
      @ForAll long seed) {
    RandomStream random = new RandomStream(seed);
    Matrix means = new Matrix(clusters, columns);
    Matrix rows = new Matrix(20, columns);
    for (Matrix each : new Matrix[] {means, rows}) {
      for (int i = 0; i < each.values().length; i++) each.values()[i] = random.nextGaussian();
    }
    int[] nearest = new ClusterMeans(means).nearest(rows);
    for (int i = 0; i < 20; i++) {
      double own = squared(rows.row(i), means.row(nearest[i]));
      for (int c = 0; c < clusters; c++) {
        assertThat(own).isLessThanOrEqualTo(squared(rows.row(i), means.row(c)) + 1e-12);
      }
    }
  }

  private static double squared(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) sum += (a[j] - b[j]) * (a[j] - b[j]);
    return sum;
  }

  @Test
  void moreStartsAreNeverWorseAndTheirSpreadIsSaid() {
    Matrix points = groups(300, 12, 2);
    KMeans one = KMeans.fit(points, new KMeans.Options(9, 1, 100, 4));
    KMeans many = KMeans.fit(points, new KMeans.Options(9, 8, 100, 4));
    assertThat(one.spread()).isZero();
    assertThat(many.withinSquares()).isLessThanOrEqualTo(one.withinSquares());
    assertThat(many.spread()).isGreaterThanOrEqualTo(0);
  }

  @Test
  void refusesMoreClustersThanDistinctRows() {
    assertThatThrownBy(() -> KMeans.fit(new Matrix(5, 2), new KMeans.Options(2, 1, 10, 0)))
        .hasMessage("clusters must be at most the number of distinct rows 1, got 2");
    assertThatThrownBy(() -> new KMeans.Options(0, 1, 10, 0))
        .hasMessage("clusters must be at least 1, got 0");
  }

  @Test
  void aClusterWithoutRowsHasNoMean() {
    assertThatThrownBy(() -> ClusterMeans.of(new Matrix(2, 1), new int[] {0, 2}, 3))
        .hasMessage("cluster 1 has no rows");
  }
}
