package io.fabula.model.graph.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.memory.Shape;
import org.junit.jupiter.api.Test;

class InitialisationTest {
  private static final Shape CONVOLUTION = Shape.of(32, 16, 3, 3);

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) largest = Math.max(largest, Math.abs(value));
    return largest;
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) squares += (double) value * value;
    return Math.sqrt(squares / values.length);
  }

  @Test
  void uniformOnesStayWithinTheirBounds() {
    RandomStream random = new RandomStream(1);
    double xavier = 1.414 * Math.sqrt(6.0 / (16 * 9 + 32 * 9));
    double kaiming = Math.sqrt(6.0 / (16 * 9));
    assertThat(largest(Initialisation.xavierUniform(CONVOLUTION, 1.414, random)))
        .isBetween(0.99 * xavier, xavier);
    assertThat(largest(Initialisation.kaimingUniform(CONVOLUTION, random)))
        .isBetween(0.99 * kaiming, kaiming);
    assertThat(largest(Initialisation.byFanIn(Shape.of(4608), 144, random)))
        .isBetween(0.99 / 12, 1.0 / 12);
  }

  @Test
  void normalOnesHaveTheirDeviation() {
    RandomStream random = new RandomStream(1);
    // 4 standard errors of the deviation of 4,608 draws
    double error = 4 / Math.sqrt(2 * 4608.0);
    double xavier = Math.sqrt(2) * Math.sqrt(2.0 / (16 * 9 + 32 * 9));
    double kaiming = Math.sqrt(2.0 / (16 * 9));
    assertThat(deviation(Initialisation.xavierNormal(CONVOLUTION, Math.sqrt(2), random)))
        .isCloseTo(xavier, within(error * xavier));
    assertThat(deviation(Initialisation.kaimingNormal(CONVOLUTION, random)))
        .isCloseTo(kaiming, within(error * kaiming));
  }

  @Test
  void orthogonalRowsAreOrthonormalTimesTheGain() {
    float[] rows = Initialisation.orthogonal(Shape.of(3, 2, 2), 2, new RandomStream(1));
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k <= i; k++) {
        double dot = 0;
        for (int c = 0; c < 4; c++) dot += (double) rows[i * 4 + c] * rows[k * 4 + c];
        assertThat(dot).isCloseTo(i == k ? 4 : 0, within(1e-5));
      }
    }
  }

  @Test
  void fansNeedTwoAxes() {
    assertThatThrownBy(() -> Initialisation.kaimingNormal(Shape.of(3), new RandomStream(1)))
        .hasMessage("fans need at least 2 axes, got [3]");
  }
}
