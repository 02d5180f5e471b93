package io.fabula.analysis.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import org.junit.jupiter.api.Test;

class WidePrincipalComponentsTest {
  private static Matrix random(int rows, int columns) {
    RandomStream random = new RandomStream(11);
    Matrix points = new Matrix(rows, columns);
    for (int i = 0; i < points.values().length; i++) {
      points.values()[i] = (1 + i % columns) * random.nextGaussian() + i % 3;
    }
    return points;
  }

  @Test
  void productsOfRowsGiveTheComponentsOfTheCovariance() {
    Matrix points = random(9, 40);
    PrincipalComponents.Options eight = new PrincipalComponents.Options(8);
    PrincipalComponents covariance = PrincipalComponents.fit(points, eight);
    PrincipalComponents products = PrincipalComponents.fitWide(points, eight);
    assertThat(products.components().rows()).isEqualTo(8);
    assertThat(products.totalVariance())
        .isCloseTo(covariance.totalVariance(), within(1e-9 * covariance.totalVariance()));
    for (int c = 0; c < 8; c++) {
      assertThat(products.variance()[c])
          .isCloseTo(covariance.variance()[c], within(1e-9 * covariance.totalVariance()));
    }
    double[] expected = covariance.project(points).values();
    double[] actual = products.project(points).values();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-8));
    }
  }

  /** Five rows span four directions, and two of them are equal here. */
  @Test
  void directionsWithoutVarianceAreLeftOut() {
    Matrix points = random(5, 30);
    System.arraycopy(points.values(), 0, points.values(), 120, 30);
    PrincipalComponents fit =
        PrincipalComponents.fitWide(points, new PrincipalComponents.Options(20));
    assertThat(fit.components().rows()).isEqualTo(3);
    for (int c = 0; c < 3; c++) {
      double length = 0;
      for (double each : fit.components().row(c)) length += each * each;
      assertThat(length).isCloseTo(1, within(1e-12));
    }
  }
}
