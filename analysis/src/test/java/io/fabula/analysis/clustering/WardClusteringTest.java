package io.fabula.analysis.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WardClusteringTest {
  static Matrix points(long seed, int rows, int columns) {
    RandomStream random = new RandomStream(seed);
    Matrix points = new Matrix(rows, columns);
    for (int i = 0; i < points.values().length; i++) points.values()[i] = random.nextGaussian();
    return points;
  }

  @Property(tries = 40)
  void chainsGiveTheTreeOfAlwaysMergingTheCheapestPair(
      @ForAll @IntRange(min = 2, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 12) int columns,
      @ForAll long seed) {
    Matrix points = points(seed, rows, columns);
    double[] expected = greedyHeights(points);
    WardClustering ward = WardClustering.fit(points, new WardClustering.Options(1, 0));
    assertThat(ward.heights()).containsExactly(expected, within(1e-9));
    WardClustering full =
        WardClustering.fit(points, new WardClustering.Options(Math.min(3, rows), rows - 1));
    WardClustering free =
        WardClustering.fit(points, new WardClustering.Options(Math.min(3, rows), 0));
    assertThat(full.labels()).as("a complete graph forbids nothing").isEqualTo(free.labels());
  }

  /** Ward by its definition: try every pair, merge the one that costs least. */
  private static double[] greedyHeights(Matrix points) {
    List<List<Integer>> clusters = new ArrayList<>();
    for (int i = 0; i < points.rows(); i++) clusters.add(List.of(i));
    List<Double> heights = new ArrayList<>();
    while (clusters.size() > 1) {
      double best = Double.POSITIVE_INFINITY;
      int a = 0;
      int b = 0;
      for (int i = 0; i < clusters.size(); i++) {
        for (int j = 0; j < i; j++) {
          List<Integer> union = new ArrayList<>(clusters.get(i));
          union.addAll(clusters.get(j));
          double growth =
              squares(points, union)
                  - squares(points, clusters.get(i))
                  - squares(points, clusters.get(j));
          if (growth < best) {
            best = growth;
            a = i;
            b = j;
          }
        }
      }
      heights.add(Math.sqrt(2 * Math.max(0, best)));
      List<Integer> union = new ArrayList<>(clusters.get(a));
      union.addAll(clusters.remove(b));
      clusters.set(a - 1, union);
    }
    return heights.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private static double squares(Matrix points, List<Integer> rows) {
    Matrix chosen = points.selectRows(rows.stream().mapToInt(Integer::intValue).toArray());
    return Arrays.stream(chosen.columnVariances()).sum() * rows.size();
  }

  @Test
  void findsClustersThatAreFarApartThoughTheirGraphIsNotConnected() {
    Matrix points = points(3, 60, 2);
    for (int i = 0; i < 60; i++) points.values()[2 * i] += 100 * (i % 3);
    WardClustering ward = WardClustering.fit(points, new WardClustering.Options(3, 4));
    for (int i = 0; i < 60; i++) assertThat(ward.labels()[i]).isEqualTo(i % 3);
    assertThat(ward.sizes()).containsExactly(20, 20, 20);
    assertThat(ward.heights()).hasSize(59);
  }

  @Test
  void equalRowsAndManyTiesAreHandled() {
    Matrix points = new Matrix(50, 3);
    for (int i = 25; i < 50; i++) points.values()[3 * i] = 1;
    for (int neighbours : new int[] {0, 3, 49, 500}) {
      WardClustering ward = WardClustering.fit(points, new WardClustering.Options(2, neighbours));
      assertThat(ward.withinSquares()).as("neighbours " + neighbours).isZero();
    }
  }

  @Test
  void saysWhatIsWrongWithItsOptions() {
    assertThatThrownBy(() -> new WardClustering.Options(0, 3))
        .hasMessage("clusters must be at least 1, got 0");
    assertThatThrownBy(() -> WardClustering.fit(new Matrix(3, 1), new WardClustering.Options(4, 0)))
        .hasMessage("clusters must be at most the number of rows 3, got 4");
    assertThat(WardClustering.fit(new Matrix(1, 1), new WardClustering.Options(1, 5)).labels())
        .containsExactly(0);
  }
}
