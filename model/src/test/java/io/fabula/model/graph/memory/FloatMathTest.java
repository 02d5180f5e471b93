package io.fabula.model.graph.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloatMathTest {
  @Test
  void powersBelow1AreExact() {
    for (int k = -126; k <= 0; k++) {
      assertThat(FloatMath.powerBelow1(k)).as("2^%d", k).isEqualTo(Math.scalb(1f, k));
    }
  }
}
