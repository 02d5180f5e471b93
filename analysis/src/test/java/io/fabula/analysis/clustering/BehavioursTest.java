package io.fabula.analysis.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.analysis.Sequences;
import io.fabula.analysis.embedding.Tsne;
import io.fabula.envs.random.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class BehavioursTest {
  private static final int SAMPLES = 60;
  private static final int STEPS = 8;

  /** Samples of three kinds: rising, falling, and circling. */
  private static Sequences dynamics(int width, long seed) {
    RandomStream random = new RandomStream(seed);
    double[] values = new double[SAMPLES * STEPS * width];
    for (int s = 0, at = 0; s < SAMPLES; s++) {
      for (int t = 0; t < STEPS; t++) {
        for (int j = 0; j < width; j++, at++) {
          double moving =
              switch (s % 3) {
                case 0 -> 3 * t;
                case 1 -> -3 * t;
                default -> 8 * Math.sin(1.6 * t + j);
              };
          values[at] = moving + 0.3 * random.nextGaussian();
        }
      }
    }
    return new Sequences(SAMPLES, STEPS, width, values);
  }

  private static Behaviours.Options options(Behaviours.Embedding embedding) {
    return new Behaviours.Options(
        new CombinedDynamics.Options(List.of(1, 2, 3), 1000),
        8,
        new WardClustering.Options(3, 8),
        embedding,
        new Tsne.Options(3, 15, 300, 12, 1000, 0.5, 1, 0));
  }

  @Test
  void samplesThatMoveAlikeShareABehaviour() {
    Behaviours found =
        Behaviours.find(dynamics(5, 1), dynamics(3, 2), options(Behaviours.Embedding.PCA));
    assertThat(found.embedding().label()).isEqualTo("pca");
    assertThat(found.rowsPerSample()).isEqualTo(5);
    assertThat(found.means().rows()).isEqualTo(3);
    assertThat(found.means().columns()).isEqualTo(4 * 8);
    int[] clusters = found.samples().clusters();
    int same = 0;
    for (int s = 0; s < SAMPLES; s++) if (clusters[s] == clusters[s % 3]) same++;
    assertThat(clusters[0]).isNotEqualTo(clusters[1]);
    assertThat(same).isGreaterThan(SAMPLES * 9 / 10);
    assertThat(found.samples().votes()[0]).isBetween(1, 5);
  }

  @Test
  void sameBehavioursEveryTimeInEitherEmbedding() {
    for (Behaviours.Embedding embedding : Behaviours.Embedding.values()) {
      Behaviours first = Behaviours.find(dynamics(5, 1), dynamics(3, 2), options(embedding));
      Behaviours second = Behaviours.find(dynamics(5, 1), dynamics(3, 2), options(embedding));
      assertThat(second.rows().labels()).isEqualTo(first.rows().labels());
      assertThat(second.points()).isEqualTo(first.points());
    }
  }

  @Test
  void refusesSamplesThatAreTooShort() {
    assertThatThrownBy(() -> CombinedDynamics.Options.PUBLISHED.keptSteps(6))
        .hasMessage("samples of 6 steps are too short for differences [2, 4, 6]");
    assertThat(CombinedDynamics.Options.PUBLISHED.keptSteps(10)).isEqualTo(4);
  }

  @Test
  void aTieGoesToTheSmallestLabel() {
    ModalClusters modal = ModalClusters.of(new int[] {7, 3, 3, 7, 5, 5, 1, 2}, 4);
    assertThat(modal.clusters()).containsExactly(3, 5);
    assertThat(modal.votes()).containsExactly(2, 2);
  }
}
