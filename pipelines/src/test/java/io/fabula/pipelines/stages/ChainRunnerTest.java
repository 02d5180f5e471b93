package io.fabula.pipelines.stages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many workers a stage gets. */
class ChainRunnerTest {
  @Test
  void asManyAsThereIsWorkFor() {
    assertThat(ChainRunner.workers(1, 2, 2)).isEqualTo(1);
    assertThat(ChainRunner.workers(2, 2, 2)).isEqualTo(2);
    assertThat(ChainRunner.workers(40, 2, 2)).isEqualTo(2);
  }

  @Test
  void aFewShardsMoreThanProcessorsShareThem() {
    assertThat(ChainRunner.workers(3, 2, 2)).isEqualTo(3);
    assertThat(ChainRunner.workers(4, 2, 2)).isEqualTo(2);
    assertThat(ChainRunner.workers(6, 4, 4)).isEqualTo(6);
    assertThat(ChainRunner.workers(7, 4, 4)).isEqualTo(4);
    assertThat(ChainRunner.workers(3, 1, 1)).isEqualTo(1);
  }

  @Test
  void aNumberThatSomebodyChoseIsKept() {
    assertThat(ChainRunner.workers(3, 2, 16)).isEqualTo(2);
    assertThat(ChainRunner.workers(20, 16, 2)).isEqualTo(16);
  }
}
