package io.fabula.analysis.decomposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CovarianceTest {
  /** Sums in the order of the rows, so equal to the last bit, whatever lanes are left out. */
  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 40, 64, 65, 100, 130})
  void everyEntryIsTheSumOverRowsInTheirOrder(int columns) {
    RandomStream random = new RandomStream(columns);
    Matrix points = new Matrix(75, columns);
    for (int i = 0; i < points.values().length; i++) points.values()[i] = random.nextGaussian();
    double[] mean = points.columnMeans();
    double[][] covariance = Covariance.of(points, mean);
    for (int a = 0; a < columns; a++) {
      for (int b = 0; b < columns; b++) {
        double sum = 0;
        for (int i = 0; i < 75; i++) {
          sum += (points.get(i, a) - mean[a]) * (points.get(i, b) - mean[b]);
        }
        assertThat(covariance[a][b]).as("%d, %d", a, b).isEqualTo(sum / 74);
      }
    }
  }
}
