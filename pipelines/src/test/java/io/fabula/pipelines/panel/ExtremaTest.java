package io.fabula.pipelines.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExtremaTest {
  /** 1000 values 0..999: {@code n q} = 10, so sorted[989], sorted[9], sorted[494], sorted[504]. */
  @Test
  void boundsAreTheGivenOnes() {
    double[] values = IntStream.range(0, 1000).mapToDouble(i -> 999 - i).toArray();
    Extrema.Bounds bounds = Extrema.Bounds.of(values);
    assertThat(bounds).isEqualTo(new Extrema.Bounds(989, 9, 494, 504));
    assertThat(bounds.holds(Extrema.HIGH, 989)).isFalse();
    assertThat(bounds.holds(Extrema.HIGH, 990)).isTrue();
    assertThat(bounds.holds(Extrema.LOW, 9)).isFalse();
    assertThat(bounds.holds(Extrema.LOW, 8)).isTrue();
    assertThat(bounds.holds(Extrema.MIDDLE, 494)).isFalse();
    assertThat(bounds.holds(Extrema.MIDDLE, 495)).isTrue();
    assertThat(bounds.holds(Extrema.MIDDLE, 504)).isFalse();
  }

  @Test
  void fewValuesHaveNothingBeyondThem() {
    Extrema.Bounds bounds = Extrema.Bounds.of(new double[] {3, 1, 2});
    for (String kind : List.of(Extrema.HIGH, Extrema.LOW)) {
      assertThat(IntStream.rangeClosed(1, 3).anyMatch(value -> bounds.holds(kind, value)))
          .isFalse();
    }
  }

  /** 100 samples of 10 steps, one component: sample i has value 10 i + t at step t. */
  @Test
  void samplesAreFoundByAnyStepAndByTheTargetsStep() {
    float[] loadings = new float[1000];
    for (int i = 0; i < loadings.length; i++) loadings[i] = i;
    Extrema extrema = Extrema.of(loadings, 10, 1, 4);
    assertThat(extrema.any().get(Extrema.HIGH)).containsExactly(List.of(99));
    assertThat(extrema.any().get(Extrema.LOW)).containsExactly(List.of(0));
    assertThat(extrema.any().get(Extrema.MIDDLE)).containsExactly(List.of(49, 50));
    assertThat(extrema.saliencyStep().get(Extrema.HIGH)).containsExactly(List.of(99));
    assertThat(extrema.saliencyStep().get(Extrema.LOW)).containsExactly(List.of(0));
    assertThat(extrema.saliencyStep().get(Extrema.MIDDLE)).containsExactly(List.of());
  }

  @Test
  void stepsThatShorterSamplesDoNotHaveCountNowhere() {
    float[] loadings = new float[2000];
    for (int i = 0; i < loadings.length; i++) loadings[i] = i % 2 == 0 ? i / 2 : Float.NaN;
    Extrema extrema = Extrema.of(loadings, 20, 1, 0);
    assertThat(extrema.any().get(Extrema.HIGH)).containsExactly(List.of(99));
  }
}
