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
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CoinRunSnapshotTest {
  private static final int FUTURE = 60;

  @Property(tries = 60)
  void restoredWorldsHaveTheSameFuture(
      @ForAll int seed,
      @ForAll @IntRange(max = 1100) int past,
      @ForAll boolean easy,
      @ForAll boolean sequential) {
    CoinRunOptions options =
        CoinRunOptions.DEFAULT
            .withDistribution(easy ? Distribution.EASY : Distribution.HARD)
            .withSequentialLevels(sequential);
    AutoResetWorld world = CoinRun.autoReset(options, 1, seed).get(0);
    AutoResetWorld other = CoinRun.autoReset(options, 1, seed + 1).get(0);
    RandomStream random = new RandomStream(seed);
    for (int i = 0; i < past; i++) SingleSteps.step(world, action(random));
    other.restore(world.snapshot());
    for (int i = 0; i < FUTURE; i++) {
      assertThat(frame(other)).isEqualTo(frame(world));
      assertThat(other.snapshot()).isEqualTo(world.snapshot());
      int action = action(random);
      SingleSteps.step(world, action);
      SingleSteps.step(other, action);
    }
  }

  /** Mostly running to the right, so that coins, deaths and limits are met. */
  private static int action(RandomStream random) {
    return random.nextInt(3) > 0 ? CoinRun.RIGHT_AND_UP : random.nextInt(Game.ACTIONS);
  }

  private static byte[] frame(AutoResetWorld world) {
    byte[] frame = new byte[world.spec().observations().size()];
    world.observe(frame, 0);
    return frame;
  }

  @Test
  void restoresASingleEpisodeWithItsEnd() {
    CoinRun world = new CoinRun(CoinRunOptions.DEFAULT);
    world.reset(3);
    while (!world.done()) world.step(Action.of(CoinRun.RIGHT_AND_UP));
    CoinRun other = new CoinRun(CoinRunOptions.DEFAULT);
    other.restore(world.snapshot());
    assertThat(other.done()).isTrue();
    assertThat(other.reward()).isEqualTo(world.reward());
    assertThat(other.levelSeed()).isEqualTo(3);
    assertThat(other.snapshot()).isEqualTo(world.snapshot());
  }

  @Test
  void restoresManyWorldsAtOnce() {
    try (VectorEnvironment worlds = CoinRun.worlds(CoinRunOptions.DEFAULT, 5, 1, 2);
        VectorEnvironment others = CoinRun.worlds(CoinRunOptions.DEFAULT, 5, 2, 1)) {
      ActionBatch actions = new ActionBatch(worlds.spec().actions(), 5);
      Arrays.fill(actions.indices(), CoinRun.RIGHT_AND_UP);
      for (int i = 0; i < 100; i++) worlds.step(actions);
      others.restore(worlds.snapshot());
      assertThat(others.observations().bytes()).isEqualTo(worlds.observations().bytes());
      assertThat(others.episodeSeeds()).isEqualTo(worlds.episodeSeeds());
    }
  }

  @Test
  void refusesWhatIsNotASnapshotAndStaysAsItWas() {
    CoinRun world = new CoinRun(CoinRunOptions.DEFAULT);
    world.reset(0);
    byte[] before = world.snapshot();
    for (int length : new int[] {0, 7, 100, before.length - 1}) {
      assertThatThrownBy(() -> world.restore(Arrays.copyOf(before, length)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] longer = Arrays.copyOf(before, before.length + 1);
    assertThatThrownBy(() -> world.restore(longer)).isInstanceOf(IllegalArgumentException.class);
    assertThat(world.snapshot()).isEqualTo(before);
  }
}
