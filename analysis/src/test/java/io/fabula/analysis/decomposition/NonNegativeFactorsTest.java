package io.fabula.analysis.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NonNegativeFactorsTest {
  /** Rows made of a few factors, each absent from a half of the rows, and noise. */
  private static Matrix rows(int rows, int columns, int factors, double noise) {
    RandomStream random = new RandomStream(11);
    Matrix w = new Matrix(rows, factors);
    Matrix h = new Matrix(factors, columns);
    for (int i = 0; i < w.values().length; i++) {
      w.values()[i] = Math.max(0, random.nextGaussian());
    }
    for (int i = 0; i < h.values().length; i++) {
      h.values()[i] = Math.max(0, random.nextGaussian());
    }
    Matrix result = w.times(h);
    for (int i = 0; i < result.values().length; i++) {
      result.values()[i] += noise * random.nextGaussian();
    }
    return result;
  }

  private static double least(Matrix matrix) {
    return Arrays.stream(matrix.values()).min().orElseThrow();
  }

  @Test
  void eachSweepLowersTheError() {
    Matrix rows = rows(150, 70, 4, 0.1);
    double before = Double.POSITIVE_INFINITY;
    for (int sweeps : new int[] {1, 2, 4, 8, 16}) {
      NonNegativeFactors fit =
          NonNegativeFactors.fit(rows, new NonNegativeFactors.Options(9, 1e-12, sweeps, 0));
      assertThat(fit.error()).isLessThan(before);
      assertThat(least(fit.factors())).isNotNegative();
      assertThat(least(fit.components())).isNotNegative();
      before = fit.error();
    }
  }

  @Test
  void nothingCanBeImprovedWhereItHasConverged() {
    Matrix rows = rows(60, 12, 3, 0.1);
    NonNegativeFactors fit =
        NonNegativeFactors.fit(rows, new NonNegativeFactors.Options(3, 1e-8, 20_000, 0));
    assertThat(fit.converged()).isTrue();
    Matrix data = NonNegativeFactors.shifted(rows, fit.minimum());
    for (int i = 0; i < rows.rows(); i++) {
      double[] left = data.row(i);
      double[] fitted = fit.components().leftTimes(fit.factors().row(i));
      for (int j = 0; j < left.length; j++) left[j] -= fitted[j];
      for (int f = 0; f < 3; f++) {
        double downhill = 0;
        for (int j = 0; j < left.length; j++) downhill += left[j] * fit.components().get(f, j);
        // the conditions of Karush, Kuhn and Tucker
        assertThat(downhill).isLessThan(1e-4);
        if (fit.factors().get(i, f) > 0) assertThat(downhill).isCloseTo(0, within(1e-4));
      }
    }
  }

  @Test
  void rowsOfTheFitGetTheirFactorsAgain() {
    Matrix rows = rows(80, 20, 3, 0.05);
    NonNegativeFactors fit =
        NonNegativeFactors.fit(rows, new NonNegativeFactors.Options(3, 1e-8, 5000, 0));
    Matrix again = fit.factorsOf(rows, 1e-12, 5000);
    for (int i = 0; i < again.values().length; i++) {
      assertThat(again.values()[i]).isCloseTo(fit.factors().values()[i], within(1e-3));
    }
    assertThatThrownBy(() -> fit.factorsOf(new Matrix(2, 3), 1e-4, 10))
        .hasMessage("rows must have 20 columns, got 3");
  }

  @Test
  void crossValidationFindsTheNumberOfFactors() {
    Matrix rows = rows(200, 24, 4, 0.3);
    FactorCrossValidation found =
        FactorCrossValidation.of(
            rows,
            new FactorCrossValidation.Options(
                List.of(1, 2, 3, 5, 9, 14), List.of(0L, 1L), 0.15, 60));
    assertThat(found.folds()).hasSize(12);
    // four and one for what the shift by the minimum adds to all rows
    assertThat(found.best()).isEqualTo(5);
    double shown = Double.POSITIVE_INFINITY;
    for (FactorCrossValidation.Fold each : found.folds()) {
      assertThat(each.hiddenError()).isGreaterThan(0.25);
      if (each.seed() == 0) {
        assertThat(each.shownError()).isLessThan(shown);
        shown = each.shownError();
      }
    }
    assertThatThrownBy(() -> found.hiddenError(4)).hasMessageStartingWith("no fit has 4 factors");
  }
}
