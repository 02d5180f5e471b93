package io.fabula.model.slates;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.recsim.ItemTable;
import io.fabula.envs.recsim.Split;
import io.fabula.model.slates.SetView.Graph;
import io.fabula.model.slates.SetView.Summary;
import org.junit.jupiter.api.Test;

/** What sees the set can tell its commonest category, what looks at items alone cannot. */
class RecSimProbeTest {
  private static RelationalProbe.Score score(SetView view, int steps, Split split) {
    try (RelationalProbe probe =
        new RelationalProbe(ItemTable.published(), RelationalProbe.Options.of(view, steps), 4)) {
      probe.train(() -> {});
      return probe.judge(split);
    }
  }

  /** Always "no" is right for 0.647 of the items. */
  @Test
  void itemsAloneDoNotTell() {
    SetView view = SetView.of(Graph.NONE, Summary.NONE, false, true);
    RelationalProbe.Score score = score(view, 150, Split.TRAIN);
    assertThat(score.accuracy()).isBetween(0.6, 0.68);
    assertThat(score.top()).isLessThan(0.42);
  }

  /** Published layers reach 0.80 in 300 steps and 0.92 in 1,500; a short training must show it. */
  @Test
  void graphAttentionTells() {
    SetView view = SetView.of(Graph.ATTENTION, Summary.NODES, true, true);
    RelationalProbe.Score score = score(view, 300, Split.TRAIN);
    assertThat(score.accuracy()).isGreaterThan(0.72);
    assertThat(score.top()).isGreaterThan(0.6);
  }
}
