package io.fabula.envs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorEnvironmentTest {
  private static final int WORLDS = 7;
  private static final long SEED = 11;

  @Test
  void publishesTheNextEpisodeAfterOneEnds() {
    try (VectorEnvironment worlds = worlds(1)) {
      assertThat(worlds.first()).containsOnly(true);
      assertThat(worlds.rewards()).containsOnly(0);
      assertThat(worlds.levelSeeds()[3]).isEqualTo(Seeds.of(SEED, "episode", 3, 0));
      int[] actions = new int[WORLDS];
      Arrays.fill(actions, 1);
      for (int step = 1; step < Countdown.LENGTH; step++) {
        worlds.step(actions);
        assertThat(worlds.first()).containsOnly(false);
        assertThat(worlds.rewards()).containsOnly(1);
      }
      worlds.step(actions);
      assertThat(worlds.first()).containsOnly(true);
      assertThat(worlds.terminated()).containsOnly(true);
      assertThat(worlds.truncated()).containsOnly(false);
      assertThat(worlds.completed()).containsOnly(true);
      assertThat(worlds.previousLevelSeeds()[3]).isEqualTo(Seeds.of(SEED, "episode", 3, 0));
      assertThat(worlds.levelSeeds()[3]).isEqualTo(Seeds.of(SEED, "episode", 3, 1));
    }
  }

  @Test
  void endsAnEpisodeOnRequest() {
    try (VectorEnvironment worlds = worlds(1)) {
      int[] actions = new int[WORLDS];
      actions[2] = VectorEnvironment.END_EPISODE;
      worlds.step(actions);
      assertThat(worlds.truncated())
          .containsExactly(false, false, true, false, false, false, false);
      assertThat(worlds.first()).containsExactly(false, false, true, false, false, false, false);
      assertThat(worlds.levelSeeds()[2]).isEqualTo(Seeds.of(SEED, "episode", 2, 1));
    }
  }

  @Test
  void isTheSameForAnyNumberOfThreads() {
    List<byte[]> alone = play(1);
    assertThat(play(2)).usingElementComparator(Arrays::compare).isEqualTo(alone);
    assertThat(play(5)).usingElementComparator(Arrays::compare).isEqualTo(alone);
  }

  @Test
  void restoresTheWholeState() {
    try (VectorEnvironment worlds = worlds(2);
        VectorEnvironment others = worlds(1)) {
      RandomStream random = new RandomStream(5);
      for (int step = 0; step < 13; step++) worlds.step(actions(random));
      byte[] snapshot = worlds.snapshot();
      others.restore(snapshot);
      assertThat(others.observations()).isEqualTo(worlds.observations());
      for (int step = 0; step < 13; step++) {
        int[] actions = actions(random);
        worlds.step(actions);
        others.step(actions);
        assertThat(others.snapshot()).isEqualTo(worlds.snapshot());
      }
    }
  }

  @Test
  void refusesDamagedSnapshotsAndStaysAsItWas() {
    try (VectorEnvironment worlds = worlds(1)) {
      worlds.step(new int[WORLDS]);
      byte[] before = worlds.snapshot();
      byte[] cut = Arrays.copyOf(before, before.length - 3);
      assertThatThrownBy(() -> worlds.restore(cut)).isInstanceOf(IllegalArgumentException.class);
      assertThat(worlds.snapshot()).isEqualTo(before);
    }
  }

  @Test
  void refusesActionsThatDoNotExistBeforeAnyWorldMoves() {
    try (VectorEnvironment worlds = worlds(1)) {
      byte[] before = worlds.snapshot();
      int[] actions = new int[WORLDS];
      actions[4] = 2;
      assertThatThrownBy(() -> worlds.step(actions))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("action of world 4 must be within 0..1, got 2");
      assertThatThrownBy(() -> worlds.step(new int[3]))
          .hasMessage("needs one action per world, 7, got 3");
      assertThat(worlds.snapshot()).isEqualTo(before);
    }
  }

  @Test
  void refusesToStepAfterItWasClosed() {
    VectorEnvironment worlds = worlds(2);
    worlds.close();
    assertThatThrownBy(() -> worlds.step(new int[WORLDS]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void passesOnTheErrorOfAWorldOnAnyThread() {
    List<Countdown> environments = List.of(new Countdown(), new Countdown(), new Countdown());
    try (VectorEnvironment worlds = VectorEnvironment.of(environments, SEED, 3)) {
      environments.get(1).broken = true;
      assertThatThrownBy(() -> worlds.step(new int[3]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("broken");
    }
  }

  @Test
  void keepsFinalObservationsOnlyWhenAsked() {
    List<RestartingWorld> parts = List.of(new RestartingWorld(new Countdown(), SEED, 0));
    try (VectorEnvironment keeping = new VectorEnvironment(parts, 1, true);
        VectorEnvironment plain = worlds(1)) {
      for (int step = 0; step < Countdown.LENGTH; step++) keeping.step(new int[1]);
      assertThat(keeping.finalObservations()[0]).isEqualTo((byte) Countdown.LENGTH);
      assertThat(keeping.observations()[0]).isZero();
      assertThatThrownBy(plain::finalObservations)
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  private static List<byte[]> play(int threads) {
    List<byte[]> states = new ArrayList<>();
    try (VectorEnvironment worlds = worlds(threads)) {
      RandomStream random = new RandomStream(3);
      for (int step = 0; step < 40; step++) {
        worlds.step(actions(random));
        states.add(worlds.snapshot());
        states.add(worlds.observations().clone());
      }
    }
    return states;
  }

  private static int[] actions(RandomStream random) {
    int[] actions = new int[WORLDS];
    for (int i = 0; i < WORLDS; i++) actions[i] = random.nextInt(2);
    return actions;
  }

  private static VectorEnvironment worlds(int threads) {
    List<Environment> environments = new ArrayList<>();
    for (int i = 0; i < WORLDS; i++) environments.add(new Countdown());
    return VectorEnvironment.of(environments, SEED, threads);
  }

  /** Ends after a fixed number of steps; shows the step and a sum that depends on the seed. */
  private static final class Countdown implements Environment {
    static final int LENGTH = 6;

    private final EnvironmentSpec spec =
        new EnvironmentSpec(
            "countdown",
            new ObservationSpace.Grid(List.of(2), 256),
            new ActionSpace.Discrete(List.of("rest", "work")),
            LENGTH,
            0,
            1);
    private int time;
    private long sum;
    private int last;
    private boolean broken;

    @Override
    public EnvironmentSpec spec() {
      return spec;
    }

    @Override
    public void reset(long seed) {
      time = 0;
      sum = seed;
      last = 0;
    }

    @Override
    public void step(Action action) {
      if (broken) throw new IllegalStateException("broken");
      last = ((Action.Discrete) action).index();
      sum = Seeds.of(sum, "step", last);
      time++;
    }

    @Override
    public double reward() {
      return last;
    }

    @Override
    public boolean terminated() {
      return time == LENGTH;
    }

    @Override
    public boolean truncated() {
      return false;
    }

    @Override
    public boolean completed() {
      return terminated();
    }

    @Override
    public void observe(float[] target, int offset) {
      target[offset] = time;
      target[offset + 1] = (byte) sum & 0xFF;
    }

    @Override
    public void observe(byte[] target, int offset) {
      target[offset] = (byte) time;
      target[offset + 1] = (byte) sum;
    }

    @Override
    public ActionSet availableActions() {
      return ActionSet.all(2);
    }

    @Override
    public byte[] snapshot() {
      return new SnapshotWriter("countdown", 1).put(time).put(sum).put(last).toBytes();
    }

    @Override
    public void restore(byte[] snapshot) {
      SnapshotReader in = new SnapshotReader(snapshot, "countdown", 1);
      int readTime = in.nextInt();
      long readSum = in.nextLong();
      int readLast = in.nextInt();
      in.end();
      time = readTime;
      sum = readSum;
      last = readLast;
    }

    @Override
    public Picture render() {
      return new Picture(1, 1, new byte[] {(byte) time, (byte) sum, 0});
    }
  }
}
