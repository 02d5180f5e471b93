package io.fabula.analysis.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import org.junit.jupiter.api.Test;

class MapExtensionTest {
  @Test
  void mappedRowsKeepTheirPlaces() {
    RandomStream random = new RandomStream(1);
    Matrix rows = new Matrix(50, 4);
    Matrix map = new Matrix(50, 2);
    for (int i = 0; i < 200; i++) rows.values()[i] = random.nextGaussian();
    for (int i = 0; i < 100; i++) map.values()[i] = random.nextGaussian();
    assertThat(new MapExtension(rows, map, 5).place(rows)).isEqualTo(map);
  }

  @Test
  void placesByTheInverseSquaredDistance() {
    Matrix rows = Matrix.of(new double[][] {{0}, {3}, {100}});
    Matrix map = Matrix.of(new double[][] {{0, 10}, {5, 0}, {-70, 3}});
    Matrix place = new MapExtension(rows, map, 2).place(Matrix.of(new double[][] {{1}}));
    // weights 1 and 1/4
    assertThat(place.get(0, 0)).isCloseTo(1, within(1e-12));
    assertThat(place.get(0, 1)).isCloseTo(8, within(1e-12));
  }

  @Test
  void refusesMoreNeighboursThanRows() {
    assertThatThrownBy(() -> new MapExtension(new Matrix(3, 2), new Matrix(3, 2), 4))
        .hasMessage("neighbours must be within 1..3, got 4");
  }
}
