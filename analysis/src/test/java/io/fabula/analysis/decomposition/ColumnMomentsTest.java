package io.fabula.analysis.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.analysis.Matrix;
import io.fabula.envs.random.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ColumnMomentsTest {
  private static final PrincipalComponents.Options ALL = new PrincipalComponents.Options(70);

  /** Correlated columns far from 0. */
  private static Matrix rows(int rows, int columns) {
    RandomStream random = new RandomStream(8);
    Matrix mixing = new Matrix(columns, columns);
    for (int i = 0; i < columns * columns; i++) mixing.values()[i] = random.nextGaussian();
    Matrix sources = new Matrix(rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      sources.values()[i] = random.nextGaussian() * (1 + i % columns);
    }
    Matrix result = sources.times(mixing);
    for (int i = 0; i < rows * columns; i++) result.values()[i] += 1000;
    return result;
  }

  private static ColumnMoments sums(Matrix rows, int from, int to) {
    ColumnMoments result = new ColumnMoments(rows.columns());
    for (int i = from; i < to; i++) result.add(rows.row(i));
    return result;
  }

  @Test
  void componentsAreThoseOfAllRowsInOnePlace() {
    Matrix rows = rows(300, 6);
    PrincipalComponents whole = PrincipalComponents.fit(rows, ALL);
    PrincipalComponents summed = sums(rows, 0, 300).principalComponents(ALL);
    assertThat(summed.rows()).isEqualTo(300);
    assertThat(summed.totalVariance()).isCloseTo(whole.totalVariance(), within(1e-6));
    for (int c = 0; c < 6; c++) {
      assertThat(summed.variance()[c] / whole.variance()[c]).isCloseTo(1, within(1e-8));
      assertThat(summed.mean()[c]).isCloseTo(whole.mean()[c], within(1e-9));
      for (int j = 0; j < 6; j++) {
        assertThat(summed.components().get(c, j))
            .isCloseTo(whole.components().get(c, j), within(1e-7));
      }
    }
  }

  @Test
  void anyOrderAndGroupingGivesTheSameBits() {
    Matrix rows = rows(120, 5);
    PrincipalComponents inOrder = sums(rows, 0, 120).principalComponents(ALL);
    ColumnMoments scattered = new ColumnMoments(5);
    for (int from : new int[] {100, 20, 60, 0}) {
      int to = from == 0 ? 20 : from == 20 ? 60 : from == 60 ? 100 : 120;
      ColumnMoments part = new ColumnMoments(5);
      for (int i = to - 1; i >= from; i--) part.add(rows.row(i));
      scattered.add(part);
    }
    PrincipalComponents grouped = scattered.principalComponents(ALL);
    assertThat(grouped.components()).isEqualTo(inOrder.components());
    assertThat(grouped.variance()).isEqualTo(inOrder.variance());
    assertThat(grouped.mean()).isEqualTo(inOrder.mean());
  }

  @Test
  void saysWhatDoesNotFit() {
    assertThatThrownBy(() -> new ColumnMoments(0)).hasMessage("columns must be at least 1, got 0");
    assertThatThrownBy(() -> new ColumnMoments(3).add(new double[2]))
        .hasMessage("a row must have 3 numbers, got 2");
    assertThatThrownBy(() -> new ColumnMoments(3).add(new ColumnMoments(2)))
        .hasMessage("sums of 2 columns cannot be added to sums of 3");
    assertThatThrownBy(() -> sums(rows(1, 2), 0, 1).principalComponents(ALL))
        .hasMessage("needs at least 2 rows, got 1");
  }

  @Test
  void columnsAreStandardisedAsInOnePlace() {
    Matrix rows = rows(200, 5);
    for (int i = 0; i < 200; i++) rows.values()[5 * i + 2] = 0.7;
    StandardisedComponents summed = sums(rows, 0, 200).standardisedComponents(ALL);
    Standardisation standardisation = Standardisation.fit(rows);
    Matrix standardised = standardisation.apply(rows);
    double[] expected = PrincipalComponents.fit(standardised, ALL).project(standardised).values();
    assertThat(summed.standardisation().deviation()[2]).isEqualTo(1);
    double[] actual = summed.project(rows).values();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-7));
    }
  }

  @Test
  void bytesKeepEverySumAndOtherBytesAreRefused() {
    ColumnMoments sums = sums(rows(40, 3), 0, 40);
    ColumnMoments again = ColumnMoments.ofBytes(sums.toBytes());
    assertThat(again.toBytes()).isEqualTo(sums.toBytes());
    assertThat(again.principalComponents(ALL).components())
        .isEqualTo(sums.principalComponents(ALL).components());
    byte[] torn = Arrays.copyOf(sums.toBytes(), 50);
    assertThatThrownBy(() -> ColumnMoments.ofBytes(torn))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no sums of columns");
    assertThatThrownBy(() -> ColumnMoments.ofBytes(new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
