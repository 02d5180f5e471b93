package io.fabula.pipelines.studies.interpret.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.analysis.clustering.Behaviours.Embedding;
import java.util.List;
import org.junit.jupiter.api.Test;

class BehaviourSettingsTest {
  private static BehaviourSettings settings(int pcs, Embedding embedding) {
    return new BehaviourSettings(4000, 16, List.of(2, 4, 6), 10, pcs, 32, 32, embedding);
  }

  @Test
  void mapsToThreeDimensionsAsPublished() {
    assertThat(settings(64, Embedding.TSNE).options().tsne().dimensions()).isEqualTo(3);
  }

  /** 4,000 samples of 7 rows are far beyond what is mapped over all pairs. */
  @Test
  void mapsFullSizesByATree() {
    assertThat(settings(64, Embedding.TSNE).options().tsne().exactRows()).isLessThan(14_000);
  }

  @Test
  void refusesAMapOfFewerComponentsThanItHasDimensions() {
    assertThat(settings(2, Embedding.PCA).pcs()).isEqualTo(2);
    assertThatThrownBy(() -> settings(2, Embedding.TSNE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pcs")
        .hasMessageContaining("3");
  }
}
