package io.fabula.envs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VectorEnvironmentTest {
  private static final int WORLDS = 7;
  private static final long SEED = 11;
  private static final ActionSpace SPACE = new ActionSpace.Discrete(List.of("rest", "work"));

  @Test
  void publishesTheNextEpisodeAfterOneEnds() {
    try (VectorEnvironment worlds = worlds(1)) {
      assertThat(worlds.first()).containsOnly(true);
      assertThat(worlds.rewards()).containsOnly(0);
      assertThat(worlds.episodeSeeds()[3]).isEqualTo(Seeds.of(SEED, "episode", 3, 0));
      ActionBatch actions = idle();
      Arrays.fill(actions.indices(), 1);
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
      assertThat(worlds.previousEpisodeSeeds()[3]).isEqualTo(Seeds.of(SEED, "episode", 3, 0));
      assertThat(worlds.episodeSeeds()[3]).isEqualTo(Seeds.of(SEED, "episode", 3, 1));
    }
  }

  @Test
  void endsAnEpisodeOnRequest() {
    try (VectorEnvironment worlds = worlds(1)) {
      ActionBatch actions = idle();
      actions.endEpisode(2);
      worlds.step(actions);
      assertThat(worlds.truncated())
          .containsExactly(false, false, true, false, false, false, false);
      assertThat(worlds.first()).containsExactly(false, false, true, false, false, false, false);
      assertThat(worlds.episodeSeeds()[2]).isEqualTo(Seeds.of(SEED, "episode", 2, 1));
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
      assertThat(others.observations().bytes()).isEqualTo(worlds.observations().bytes());
      for (int step = 0; step < 13; step++) {
        ActionBatch actions = actions(random);
        worlds.step(actions);
        others.step(actions);
        assertThat(others.snapshot()).isEqualTo(worlds.snapshot());
      }
    }
  }

  @Test
  void refusesDamagedSnapshotsAndStaysAsItWas() {
    try (VectorEnvironment worlds = worlds(1)) {
      worlds.step(idle());
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
      ActionBatch actions = idle();
      actions.indices()[4] = 2;
      assertThatThrownBy(() -> worlds.step(actions))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "world 4: action must be one of 0..1 without parameters, got Discrete[index=2]");
      assertThatThrownBy(() -> worlds.step(new ActionBatch(SPACE, 3)))
          .hasMessage("needs one action per world, 7, got 3");
      ActionSpace other = new ActionSpace.Discrete(List.of("alone"));
      assertThatThrownBy(() -> worlds.step(new ActionBatch(other, WORLDS)))
          .hasMessage("needs actions of 2 actions, got 1 actions");
      assertThatThrownBy(() -> worlds.step(idle(), 3, 8))
          .hasMessage("range must lie within 0..7, got 3..8");
      assertThat(worlds.snapshot()).isEqualTo(before);
    }
  }

  @Test
  void refusesToStepAfterItWasClosed() {
    VectorEnvironment worlds = worlds(2);
    worlds.close();
    assertThatThrownBy(() -> worlds.step(idle())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void passesOnTheErrorOfAWorldOnAnyThread() {
    List<Countdown> environments = List.of(new Countdown(), new Countdown(), new Countdown());
    try (VectorEnvironment worlds = VectorEnvironment.of(environments, SEED, 3)) {
      environments.get(1).broken = true;
      assertThatThrownBy(() -> worlds.step(new ActionBatch(SPACE, 3)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("broken");
    }
  }

  @Test
  void keepsFinalObservationsOnlyWhenAsked() {
    try (VectorEnvironment keeping =
            VectorEnvironment.of(List.of(new Countdown()), EpisodeSeeds.of(SEED), 1, true);
        VectorEnvironment plain = worlds(1)) {
      ActionBatch actions = new ActionBatch(SPACE, 1);
      for (int step = 0; step < Countdown.LENGTH; step++) keeping.step(actions);
      assertThat(keeping.terminated()).containsExactly(true);
      assertThat(keeping.finalObservations().bytes()[0]).isEqualTo((byte) Countdown.LENGTH);
      assertThat(keeping.observations().bytes()[0]).isZero();
      keeping.step(actions);
      keeping.step(actions);
      actions.endEpisode(0);
      keeping.step(actions);
      assertThat(keeping.truncated()).containsExactly(true);
      assertThat(keeping.finalObservations().bytes()[0]).isEqualTo((byte) 2);
      assertThatThrownBy(plain::finalObservations)
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void playsTheEpisodesOfAGivenRule() {
    EpisodeSeeds rule = (world, episode) -> 1000 * world + episode;
    List<Countdown> environments = List.of(new Countdown(), new Countdown());
    try (VectorEnvironment worlds = VectorEnvironment.of(environments, rule, 1, false)) {
      ActionBatch actions = new ActionBatch(SPACE, 2);
      actions.endEpisode(1);
      assertThat(worlds.episodeSeeds()).containsExactly(0, 1000);
      worlds.step(actions);
      worlds.step(actions);
      assertThat(worlds.episodeSeeds()).containsExactly(0, 1002);
      assertThat(worlds.previousEpisodeSeeds()).containsExactly(0, 1001);
    }
  }

  @Test
  void stepsRangesAtTheirOwnPace() {
    try (VectorEnvironment together = worlds(1);
        VectorEnvironment ranges = worlds(1)) {
      List<ActionBatch> course = new ArrayList<>();
      RandomStream random = new RandomStream(9);
      for (int step = 0; step < 20; step++) course.add(actions(random));
      for (ActionBatch actions : course) together.step(actions);
      for (ActionBatch actions : course) ranges.step(actions, 3, WORLDS);
      for (ActionBatch actions : course) ranges.step(actions, 0, 3);
      assertThat(ranges.snapshot()).isEqualTo(together.snapshot());
      assertThat(ranges.observations().bytes()).isEqualTo(together.observations().bytes());
      assertThat(ranges.rewards()).isEqualTo(together.rewards());
    }
  }

  @Test
  void stepsRangesOnThreadsThatDoNotWait() throws InterruptedException {
    try (VectorEnvironment together = worlds(1);
        VectorEnvironment ranges = worlds(1)) {
      List<ActionBatch> course = new ArrayList<>();
      RandomStream random = new RandomStream(10);
      for (int step = 0; step < 500; step++) course.add(actions(random));
      for (ActionBatch actions : course) together.step(actions);
      List<Thread> threads = new ArrayList<>();
      for (int[] range : new int[][] {{0, 2}, {2, 5}, {5, WORLDS}}) {
        Thread thread =
            new Thread(() -> course.forEach(actions -> ranges.step(actions, range[0], range[1])));
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) thread.join();
      assertThat(ranges.snapshot()).isEqualTo(together.snapshot());
      assertThat(ranges.observations().bytes()).isEqualTo(together.observations().bytes());
    }
  }

  @Test
  void restoresSingleWorlds() {
    try (VectorEnvironment worlds = worlds(1);
        VectorEnvironment others = worlds(1)) {
      for (int step = 0; step < 8; step++) worlds.step(actions(new RandomStream(step)));
      for (int i = WORLDS - 1; i >= 0; i--) others.restore(i, worlds.snapshot(i));
      assertThat(others.snapshot()).isEqualTo(worlds.snapshot());
      assertThat(others.observations().bytes()).isEqualTo(worlds.observations().bytes());
      assertThat(others.episodeSeeds()).isEqualTo(worlds.episodeSeeds());
    }
  }

  @Test
  void allocatesNothingPerStepOfDiscreteWorlds() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<Countdown> environments = Stream.generate(Countdown::new).limit(WORLDS).toList();
    EpisodeSeeds rule = (world, episode) -> episode;
    try (VectorEnvironment worlds = VectorEnvironment.of(environments, rule, 1, false)) {
      ActionBatch actions = idle();
      for (int step = 0; step < 20_000; step++) worlds.step(actions);
      long least = Long.MAX_VALUE;
      for (int turn = 0; turn < 5; turn++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int step = 0; step < 1000; step++) worlds.step(actions);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      // the measurement itself may take some, and code that is still compiled; a step nothing
      assertThat(least).isLessThan(1000);
    }
  }

  private static List<byte[]> play(int threads) {
    List<byte[]> states = new ArrayList<>();
    try (VectorEnvironment worlds = worlds(threads)) {
      RandomStream random = new RandomStream(3);
      for (int step = 0; step < 40; step++) {
        worlds.step(actions(random));
        states.add(worlds.snapshot());
        states.add(worlds.observations().bytes().clone());
      }
    }
    return states;
  }

  private static ActionBatch idle() {
    return new ActionBatch(SPACE, WORLDS);
  }

  private static ActionBatch actions(RandomStream random) {
    ActionBatch actions = idle();
    for (int i = 0; i < WORLDS; i++) actions.indices()[i] = random.nextInt(2);
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
            "countdown", new ObservationSpace.Grid(List.of(2), 256), SPACE, LENGTH, 0, 1);
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
      sum = 31 * sum + last;
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
