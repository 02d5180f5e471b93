package io.fabula.envs.coinrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.Action;
import io.fabula.envs.ActionBatch;
import io.fabula.envs.AutoResetWorld;
import io.fabula.envs.SingleSteps;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class CoinRunTest {
  private static final CoinRunOptions PLAIN = CoinRunOptions.DEFAULT.withBackgrounds(false);

  @Test
  void playsTheLevelNamedByTheSeed() {
    CoinRun world = new CoinRun(PLAIN);
    world.reset(1263407424L);
    assertThat(world.levelSeed()).isEqualTo(1263407424);
    world.reset(Integer.MAX_VALUE + 5L);
    assertThat(world.levelSeed()).isEqualTo(5);
  }

  @Test
  void takesSeedsIntoTheRangeOfTheOptions() {
    CoinRun world = new CoinRun(PLAIN.withLevels(100, 10));
    world.reset(103);
    assertThat(world.levelSeed()).isEqualTo(103);
    world.reset(-1);
    assertThat(world.levelSeed()).isBetween(100, 109);
    world.resetTo(7);
    assertThat(world.levelSeed()).isEqualTo(7);
  }

  @Test
  void playsTheOneLevelOfExploration() {
    CoinRun world = new CoinRun(PLAIN.withDistribution(Distribution.EXPLORATION));
    world.reset(12);
    assertThat(world.levelSeed()).isEqualTo(1949448038);
  }

  @Test
  void beginsEachEpisodeAfresh() {
    CoinRun world = new CoinRun(PLAIN);
    world.reset(9);
    byte[] fresh = world.snapshot();
    while (!world.done()) world.step(Action.of(CoinRun.RIGHT_AND_UP));
    world.reset(9);
    assertThat(world.snapshot()).isEqualTo(fresh);
  }

  @Test
  void truncatesAfterAThousandSteps() {
    CoinRun world = new CoinRun(PLAIN);
    world.reset(0);
    for (int i = 1; i < 1000; i++) world.step(Action.of(CoinRun.NO_OPERATION));
    assertThat(world.done()).isFalse();
    world.step(Action.of(CoinRun.NO_OPERATION));
    assertThat(world.truncated()).isTrue();
    assertThat(world.terminated()).isFalse();
  }

  @Test
  void refusesActionsThatDoNotExistAndStaysAsItWas() {
    CoinRun world = new CoinRun(PLAIN);
    world.reset(0);
    byte[] before = world.snapshot();
    for (Action action : List.of(Action.of(15), Action.of(-1), Action.of(0, 1f), Action.slate(0))) {
      assertThatThrownBy(() -> world.step(action))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("action must be one of 0..14");
    }
    assertThat(world.snapshot()).isEqualTo(before);
  }

  @Test
  void refusesToStepBeforeAnEpisodeBeginsAndAfterItsEnd() {
    CoinRun world = new CoinRun(PLAIN);
    assertThatThrownBy(() -> world.step(Action.of(0))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> world.observe(new byte[64 * 64 * 3], 0))
        .isInstanceOf(IllegalStateException.class);
    world.reset(3);
    while (!world.done()) world.step(Action.of(CoinRun.RIGHT_AND_UP));
    assertThatThrownBy(() -> world.step(Action.of(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the episode has ended");
  }

  @Test
  void refusesOptionsThatCannotBe() {
    assertThatThrownBy(() -> Distribution.named("memory"))
        .hasMessage("distribution must be easy, hard or exploration, got memory");
    assertThatThrownBy(() -> PLAIN.withLevels(0, -1)).hasMessageContaining("numLevels");
    assertThatThrownBy(() -> PLAIN.withLevels(-1, 5)).hasMessageContaining("startLevel");
    assertThatThrownBy(() -> PLAIN.withLevels(Integer.MAX_VALUE, 2)).hasMessageContaining("2^31");
    assertThatThrownBy(() -> PLAIN.withDebugMode(1)).hasMessageContaining("debugMode");
    assertThatThrownBy(() -> PLAIN.withLevels(0, 5).withDistribution(Distribution.EXPLORATION))
        .hasMessageContaining("exploration is one fixed level");
    assertThatThrownBy(() -> new CoinRun(PLAIN.withSequentialLevels(true)))
        .hasMessageContaining("sequentialLevels");
  }

  @Test
  void movesTheCoin() {
    CoinRun world = new CoinRun(PLAIN);
    world.resetTo(0);
    assertThat(world.game().scene.grid.at(16, 5)).isEqualTo(Grid.COIN);
    world.placeCoin(3, 1);
    assertThat(world.game().scene.grid.at(16, 5)).isEqualTo(Grid.EMPTY);
    while (!world.done()) world.step(Action.of(CoinRun.RIGHT));
    assertThat(world.completed()).isTrue();
    assertThat(world.reward()).isEqualTo(10);
    assertThatThrownBy(() -> world.placeCoin(0, 0)).hasMessageContaining("free cell");
  }

  @Test
  void tellsLevelsApartByTheirLayout() {
    CoinRun hard = new CoinRun(PLAIN);
    CoinRun sameWithOtherLooks = new CoinRun(CoinRunOptions.DEFAULT.withRestrictThemes(true));
    hard.reset(5);
    sameWithOtherLooks.reset(5);
    assertThat(hard.layoutHash()).isEqualTo(sameWithOtherLooks.layoutHash());
    hard.reset(6);
    assertThat(hard.layoutHash()).isNotEqualTo(sameWithOtherLooks.layoutHash());
  }

  @Test
  void obeysDebugModes() {
    for (int level = 0; level < 50; level++) {
      CoinRun world = new CoinRun(PLAIN.withDebugMode(4 + 8));
      world.reset(level);
      Scene scene = world.game().scene;
      for (int i = 0; i < scene.entities.count; i++) {
        assertThat(scene.entities.type[i]).isNotEqualTo(Entities.CRATE);
      }
      // level ground: the coin stands where the player does
      int coinRow = -1;
      for (int i = 0; i < scene.grid.cells.length; i++) {
        if (scene.grid.cells[i] == Grid.COIN) coinRow = i / Grid.SIZE;
      }
      assertThat(coinRow).isEqualTo(1);
    }
  }

  @Test
  void isTheSameForAnyNumberOfThreads() {
    List<Long> alone = play(1);
    assertThat(play(2)).isEqualTo(alone);
    assertThat(play(3)).isEqualTo(alone);
  }

  private static List<Long> play(int threads) {
    List<Long> checksums = new ArrayList<>();
    try (VectorEnvironment worlds = CoinRun.worlds(CoinRunOptions.DEFAULT, 9, 4, threads)) {
      RandomStream random = new RandomStream(2);
      ActionBatch actions = new ActionBatch(worlds.spec().actions(), 9);
      for (int step = 0; step < 150; step++) {
        for (int i = 0; i < 9; i++) actions.indices()[i] = random.nextInt(9);
        worlds.step(actions);
        CRC32 checksum = new CRC32();
        checksum.update(worlds.observations().bytes());
        checksum.update(worlds.snapshot());
        checksums.add(checksum.getValue());
      }
    }
    return checksums;
  }

  @Test
  void showsTheLastFrameOfAnEpisodeWhenAsked() {
    CoinRun single = new CoinRun(PLAIN);
    single.resetTo(3);
    byte[] last = new byte[64 * 64 * 3];
    try (VectorEnvironment worlds =
        new VectorEnvironment(List.of(CoinRun.touring(PLAIN, 3, 4)), 1, true)) {
      ActionBatch actions = new ActionBatch(worlds.spec().actions(), 1);
      actions.set(0, Action.of(CoinRun.RIGHT_AND_UP));
      do {
        single.step(Action.of(CoinRun.RIGHT_AND_UP));
        worlds.step(actions);
      } while (!worlds.first()[0]);
      single.observe(last, 0);
      assertThat(single.done()).isTrue();
      assertThat(worlds.finalObservations().bytes()).isEqualTo(last);
      single.resetTo(4);
      single.observe(last, 0);
      assertThat(worlds.observations().bytes()).isEqualTo(last);
    }
  }

  @Test
  void toursTheGivenLevels() {
    AutoResetWorld world = CoinRun.touring(PLAIN, 8, 3, 1);
    List<Long> levels = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      levels.add(world.episodeSeed());
      SingleSteps.step(world, ActionBatch.END_EPISODE);
    }
    assertThat(levels).containsExactly(8L, 3L, 1L, 8L, 3L);
  }
}
