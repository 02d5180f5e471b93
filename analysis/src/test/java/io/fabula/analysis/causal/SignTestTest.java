package io.fabula.analysis.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SignTestTest {
  @Test
  void countsBothTailsExactly() {
    assertThat(new SignTest(0, 0).pValue()).isEqualTo(1);
    assertThat(new SignTest(3, 3).pValue()).isEqualTo(1);
    // by hand: 2 / 2^5, 2 (1 + 6) / 2^6, 2 (1 + 7 + 21) / 2^7
    assertThat(new SignTest(0, 5).pValue()).isCloseTo(2 / 32.0, within(1e-12));
    assertThat(new SignTest(5, 1).pValue()).isCloseTo(14 / 64.0, within(1e-12));
    assertThat(new SignTest(2, 5).pValue()).isCloseTo(58 / 128.0, within(1e-12));
    assertThat(SignTest.of(new double[] {-1, 0, 2, -3, 0})).isEqualTo(new SignTest(1, 2));
  }

  /** The published counts of levels better and worse, with the digits that were published. */
  @Test
  void keepsItsDigitsFarOut() {
    assertThat(new SignTest(19, 134).pValue()).isBetween(1.5e-22, 2.5e-22);
    assertThat(new SignTest(22, 125).pValue()).isBetween(0.5e-18, 1.5e-18);
    assertThat(new SignTest(40, 110).pValue()).isBetween(0.5e-8, 1.5e-8);
    assertThat(new SignTest(22, 131).pValue()).isBetween(3.5e-20, 4.5e-20);
    assertThat(new SignTest(22, 42).pValue()).isBetween(0.0165, 0.0175);
    assertThat(new SignTest(38, 44).pValue()).isBetween(0.575, 0.585);
    assertThat(new SignTest(20, 16).pValue()).isBetween(0.615, 0.625);
    assertThat(new SignTest(2, 5).pValue()).isBetween(0.445, 0.455);
  }

  @Test
  void asksWhetherWorseOneSidedly() {
    assertThat(new SignTest(0, 4).pValueOfWorse()).isCloseTo(1 / 16.0, within(1e-12));
    assertThat(new SignTest(4, 0).pValueOfWorse()).isCloseTo(1, within(1e-12));
    assertThat(new SignTest(1, 4).pValueOfWorse()).isCloseTo(6 / 32.0, within(1e-12));
    assertThat(new SignTest(0, 0).pValueOfWorse()).isEqualTo(1);
    assertThat(new SignTest(19, 134).pValueOfWorse())
        .isCloseTo(new SignTest(19, 134).pValue() / 2, within(1e-30));
  }
}
