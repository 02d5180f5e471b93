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
      @ForAll @IntRange(min = 2, max = 50) int rows,
      @ForAll @IntRange(min = 1, max = 20) int columns,
      @ForAll long seed) {
    RandomStream random = new RandomStream(seed);
    Matrix points = new Matrix(rows, columns);
    // few distinct values, so that equal distances are common
    for (int i = 0; i < rows * columns; i++) points.values()[i] = random.nextInt(4);
    int count = 1 + random.nextInt(rows - 1);
    NearestNeighbours found = NearestNeighbours.of(points, count);
    for (int i = 0; i < rows; i++) {
      int self = i;
      List<Integer> sorted =
          IntStream.range(0, rows)
              .filter(j -> j != self)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer j) -> squared(points, self, j)))
              .toList();
      for (int k = 0; k < count; k++) {
        assertThat(found.neighbour(i, k)).isEqualTo(sorted.get(k));
        assertThat(found.distance(i, k)).isEqualTo(Math.sqrt(squared(points, i, sorted.get(k))));
      }
    }
  }

  private static double squared(Matrix points, int i, int j) {
    double sum = 0;
    for (int c = 0; c < points.columns(); c++) {
      double d = points.get(i, c) - points.get(j, c);
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
