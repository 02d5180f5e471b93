package io.fabula.analysis.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NearestNeighboursTest {
  @Property(tries = 60)
  void agreesWithSortingAllDistances(
      @ForAll @IntRange(min = 2, max = 400) int rows,
      @ForAll @IntRange(min = 1, max = 20) int columns,
      @ForAll long seed) {
    RandomStream random = new RandomStream(seed);
    Matrix points = new Matrix(rows, columns);
    // few distinct values, so that equal distances are common
    for (int i = 0; i < rows * columns; i++) points.values()[i] = random.nextInt(4);
    int count = 1 + random.nextInt(Math.min(30, rows - 1));
    assertExact(NearestNeighbours.of(points, count), points, points, true);
  }

  @Property(tries = 60)
  void agreesWithSortingAllDistancesBetweenTwoSets(
      @ForAll @IntRange(min = 1, max = 300) int rows,
      @ForAll @IntRange(min = 1, max = 40) int queries,
      @ForAll @IntRange(min = 1, max = 20) int columns,
      @ForAll long seed) {
    RandomStream random = new RandomStream(seed);
    Matrix points = gaussian(rows, columns, 1, random);
    Matrix others = gaussian(queries, columns, 5, random);
    int count = 1 + random.nextInt(rows);
    assertExact(NearestNeighbours.between(others, points, count), others, points, false);
  }

  /** Single precision cannot tell these distances apart, and overflows or vanishes in some. */
  @Test
  void isExactWhereSinglePrecisionIsNot() {
    RandomStream random = new RandomStream(5);
    Matrix clustered = gaussian(500, 6, 1e-9, random);
    for (int i = 0; i < clustered.values().length; i++) clustered.values()[i] += i % 6 * 1e3;
    clustered.values()[7] = 1e6;
    Matrix huge = gaussian(300, 3, 1e60, random);
    Matrix tiny = gaussian(300, 3, 1e-60, random);
    Matrix mixed = gaussian(300, 3, 1, random);
    for (int i = 0; i < 300; i++) mixed.values()[i] *= 1e30;
    for (Matrix points : List.of(clustered, huge, tiny, mixed, new Matrix(300, 2))) {
      assertExact(NearestNeighbours.of(points, 4), points, points, true);
    }
  }

  @Test
  void refusesWhatIsNoNumber() {
    Matrix points = new Matrix(3, 1);
    points.values()[1] = Double.NaN;
    assertThatThrownBy(() -> NearestNeighbours.of(points, 1))
        .hasMessage("points must be finite numbers, and their squares too");
  }

  private static void assertExact(
      NearestNeighbours found, Matrix queries, Matrix points, boolean among) {
    for (int i = 0; i < queries.rows(); i++) {
      int self = i;
      List<Integer> sorted =
          IntStream.range(0, points.rows())
              .filter(j -> !among || j != self)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer j) -> squared(queries, self, points, j)))
              .toList();
      for (int k = 0; k < found.count(); k++) {
        int expected = sorted.get(k);
        assertThat(found.neighbour(i, k)).isEqualTo(expected);
        assertThat(found.distance(i, k))
            .isEqualTo(Math.sqrt(squared(queries, i, points, expected)));
      }
    }
  }

  private static Matrix gaussian(int rows, int columns, double scale, RandomStream random) {
    Matrix result = new Matrix(rows, columns);
    for (int i = 0; i < rows * columns; i++) result.values()[i] = scale * random.nextGaussian();
    return result;
  }

  private static double squared(Matrix queries, int i, Matrix points, int j) {
    double sum = 0;
    for (int c = 0; c < points.columns(); c++) {
      double d = queries.get(i, c) - points.get(j, c);
      sum += d * d;
    }
    return sum;
  }

  @Test
  void refusesMoreNeighboursThanThereAre() {
    assertThatThrownBy(() -> NearestNeighbours.of(new Matrix(3, 1), 3))
        .hasMessage("count must be within 1..2 for 3 rows, got 3");
  }
}
