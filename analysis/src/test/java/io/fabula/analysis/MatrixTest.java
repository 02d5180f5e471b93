package io.fabula.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.random.RandomStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MatrixTest {
  @Property(tries = 80)
  void productsAreTheSumsOfTheirDefinition(
      @ForAll @IntRange(min = 0, max = 70) int rows,
      @ForAll @IntRange(min = 0, max = 70) int inner,
      @ForAll @IntRange(min = 0, max = 140) int columns,
      @ForAll long seed) {
    RandomStream random = new RandomStream(seed);
    Matrix left = gaussian(rows, inner, random);
    Matrix right = gaussian(inner, columns, random);
    Matrix expected = new Matrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < inner; k++) sum += left.get(i, k) * right.get(k, j);
        expected.values()[i * columns + j] = sum;
      }
    }
    assertThat(left.times(right)).isEqualTo(expected);
  }

  private static Matrix gaussian(int rows, int columns, RandomStream random) {
    Matrix result = new Matrix(rows, columns);
    for (int i = 0; i < rows * columns; i++) result.values()[i] = random.nextGaussian();
    return result;
  }
}
