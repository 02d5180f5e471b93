package io.fabula.analysis.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
  /** Of sums of 130 products of numbers about 1, in double precision. */
  private static final double ROUNDING = 1e-12;

  /** Few rows of many columns, most of them constant. */
  private static Matrix sparse(int rows, long seed) {
    RandomStream random = new RandomStream(seed);
    double[] values = new double[rows * 130];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(10) == 0 ? random.nextGaussian() : 0;
    }
    return new Matrix(rows, 130, values);
  }

  @Test
  void principalComponentsOfFewRowsAreRightWhereTheLibraryGivesUp() {
    int givenUp = 0;
    for (int rows = 2; rows <= 7; rows++) {
      for (long seed = 0; seed < 10; seed++) {
        Matrix points = sparse(rows, seed);
        if (givesUp(Covariance.of(points, points.columnMeans()))) givenUp++;
        PrincipalComponents found =
            PrincipalComponents.fit(points, new PrincipalComponents.Options(10));
        // rows - 1 components hold all of the variance, and rows are the sums of their scores
        assertThat(found.cumulative()[rows - 2]).isCloseTo(1, within(ROUNDING));
        Matrix scores = found.project(points);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < 130; j++) {
            double sum = found.mean()[j];
            for (int c = 0; c < rows - 1; c++)
              sum += scores.get(i, c) * found.components().get(c, j);
            assertThat(sum).isCloseTo(points.get(i, j), within(ROUNDING));
          }
        }
      }
    }
    assertThat(givenUp).as("else nothing new was tried").isPositive();
  }

  private static boolean givesUp(double[][] covariance) {
    try {
      new EigenDecompositionSymmetric(new Array2DRowRealMatrix(covariance, true));
      return false;
    } catch (MathIllegalStateException e) {
      return true;
    }
  }

  @Test
  void rotationsAgreeWithTheLibrary() {
    RandomStream random = new RandomStream(1);
    double[][] matrix = new double[12][12];
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j <= i; j++) matrix[i][j] = matrix[j][i] = random.nextGaussian();
    }
    SymmetricEigen expected = SymmetricEigen.of(matrix);
    SymmetricEigen found = SymmetricEigen.byRotations(matrix);
    for (int c = 0; c < 12; c++) {
      assertThat(found.values()[c]).isCloseTo(expected.values()[c], within(ROUNDING));
      double same = 0;
      for (int i = 0; i < 12; i++) same += found.vectors()[c][i] * expected.vectors()[c][i];
      assertThat(Math.abs(same)).isCloseTo(1, within(ROUNDING));
    }
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    assertThatThrownBy(() -> SymmetricEigen.of(new double[][] {{Double.NaN}}))
        .hasMessage("matrix must hold finite numbers, got NaN");
  }
}
