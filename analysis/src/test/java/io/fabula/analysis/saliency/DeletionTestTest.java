package io.fabula.analysis.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeletionTestTest {
  @Test
  void comparesTheHighestScoreWithTheOthersAndARandomChoice() {
    List<DeletionTest.State> states =
        List.of(
            state(0, new double[] {0.2, 1, 0.1}, new double[] {0.1, 0.7, 0.1}),
            state(1, new double[] {1, 0.5, 0}, new double[] {0.5, 0.3, Double.NaN}));
    DeletionTest.Finding finding = DeletionTest.of(states, 1);
    assertThat(finding.states()).isEqualTo(2);
    assertThat(finding.groups()).isEqualTo(2);
    assertThat(finding.top()).isCloseTo(0.6, within(1e-12));
    assertThat(finding.others()).isCloseTo(0.2, within(1e-12));
    assertThat(finding.random()).isCloseTo((0.3 + 0.4) / 2, within(1e-12));
    assertThat(finding.topMinusOthers().mean()).isCloseTo(0.4, within(1e-12));
    assertThat(finding.rankCorrelation()).isCloseTo((Math.sqrt(0.75) + 1) / 2, within(1e-12));
  }

  @Test
  void scoresThatSayNothingAreNotShown() {
    RandomStream random = new RandomStream(3);
    List<DeletionTest.State> noise = new ArrayList<>();
    List<DeletionTest.State> truth = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double[] scores = new double[5];
      double[] effects = new double[5];
      for (int j = 0; j < 5; j++) {
        scores[j] = random.nextDouble();
        effects[j] = random.nextDouble();
      }
      noise.add(state(i / 4, scores, effects));
      truth.add(state(i / 4, effects, effects));
    }
    assertThat(DeletionTest.of(noise, 1).shown()).isFalse();
    assertThat(DeletionTest.of(truth, 1).shown()).isTrue();
    assertThat(DeletionTest.of(truth, 1).rankCorrelation()).isCloseTo(1, within(1e-12));
  }

  @Test
  void aSingleFeatureCannotBeCompared() {
    List<DeletionTest.State> states =
        List.of(state(0, new double[] {1, 2}, new double[] {1, Double.NaN}));
    assertThatThrownBy(() -> DeletionTest.of(states, 1))
        .hasMessage("no state has two features to compare");
  }

  private static DeletionTest.State state(int group, double[] scores, double[] effects) {
    return new DeletionTest.State(group, scores, effects);
  }
}
