package io.fabula.analysis.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntegratedGradientsTest {
  /** Of f(x, y) = x^2 y. */
  private static float[] gradient(float[] points) {
    float[] derivatives = new float[points.length];
    for (int i = 0; i < points.length; i += 2) {
      derivatives[i] = 2 * points[i] * points[i + 1];
      derivatives[i + 1] = points[i] * points[i];
    }
    return derivatives;
  }

  @Test
  void attributionsAddUpToWhatTheFunctionGains() {
    IntegratedGradients along = new IntegratedGradients(200, IntegratedGradientsTest::gradient);
    float[] attributions = along.of(new float[] {1, -1}, new float[] {3, 2});
    assertThat(attributions[0] + attributions[1]).isCloseTo(9 * 2 - 1 * -1, within(1e-3f));
  }

  @Test
  void whatDoesNotDifferFromTheBaselineGetsNothing() {
    IntegratedGradients along = new IntegratedGradients(10, IntegratedGradientsTest::gradient);
    assertThat(along.of(new float[] {1, 2}, new float[] {3, 2})[1]).isZero();
  }
}
