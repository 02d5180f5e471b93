package io.fabula.model.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.ppo.MinibatchSchedule.Minibatch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinibatchScheduleTest {
  /** The table of hyper-parameter sets: m, k, worlds per mini-batch, optimiser steps per update. */
  @ParameterizedTest
  @CsvSource({
    "64, 2048, false, 2048, 1, 2048, 24",
    "128, 2048, false, 2048, 2, 2048, 24",
    "256, 2048, false, 2048, 4, 2048, 24",
    "256, 8192, false, 8192, 1, 8192, 24",
    "256, 2048, true, 2048, 4, 8, 24",
    "16, 8192, false, 512, 1, 512, 24",
    "16, 8192, true, 512, 1, 2, 24",
  })
  void cutsTheOriginalsSetsAsTheOriginal(
      int worlds,
      int largest,
      boolean recurrent,
      int size,
      int accumulation,
      int members,
      int steps) {
    MinibatchSchedule schedule = new MinibatchSchedule(256, worlds, 3, 8, largest, recurrent);
    assertThat(schedule.size()).isEqualTo(size);
    assertThat(schedule.accumulation()).isEqualTo(accumulation);
    assertThat(schedule.members()).isEqualTo(members);
    List<Minibatch> all = schedule.draw(new RandomStream(1));
    assertThat(all).hasSize(steps * accumulation);
    assertThat(all.stream().filter(Minibatch::step)).hasSize(steps);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).step()).isEqualTo((i + 1) % accumulation == 0);
    }
  }

  @Test
  void visitsEveryWorldOnceInEachEpochInANewOrder() {
    MinibatchSchedule schedule = new MinibatchSchedule(16, 8, 2, 4, 1000, true);
    List<Minibatch> all = schedule.draw(new RandomStream(1));
    int[][] epochs = new int[2][];
    for (int epoch = 0; epoch < 2; epoch++) {
      epochs[epoch] =
          all.subList(4 * epoch, 4 * epoch + 4).stream()
              .flatMapToInt(each -> Arrays.stream(each.members()))
              .toArray();
      assertThat(epochs[epoch]).containsExactlyInAnyOrder(IntStream.range(0, 8).toArray());
    }
    assertThat(epochs[0]).isNotEqualTo(epochs[1]);
  }

  @Test
  void runsTheCountTowardsAStepOnFromEpochToEpoch() {
    MinibatchSchedule odd = new MinibatchSchedule(15, 1, 2, 2, 3, false);
    assertThat(odd.minibatchesPerEpoch()).isEqualTo(5);
    assertThat(odd.accumulation()).isEqualTo(2);
    assertThat(odd.draw(new RandomStream(1)).stream().map(Minibatch::step))
        .containsExactly(false, true, false, true, false, true, false, true, false, true);
  }

  @Test
  void refusesWorldsThatDoNotDivide() {
    assertThatThrownBy(() -> new MinibatchSchedule(16, 6, 1, 4, 1000, true))
        .hasMessageContaining("do not divide into mini-batches");
    assertThatThrownBy(() -> new MinibatchSchedule(0, 6, 1, 4, 1000, true))
        .hasMessageContaining("must be at least 1");
  }
}
