package io.fabula.envs.subgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.EnvironmentContract;
import io.fabula.envs.Picture;
import io.fabula.envs.random.RandomStream;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SubGridWorldTest {
  @Test
  void putsTheRewardIntoThePlaneWhereTheAgentStarts() {
    SubGridWorld world = new SubGridWorld(SubGridOptions.published(1));
    world.resetAt(4, 3, 11);
    assertThat(List.of(world.rewardPosition(0), world.rewardPosition(1), world.rewardPosition(2)))
        .isEqualTo(List.of(6, 11, 11));
    assertThat(world.optimalSteps()).isEqualTo(OptionalInt.of(10));
    world.step(Action.of(2));
    world.step(Action.of(5));
    assertThat(world.position(1)).isEqualTo(4);
    assertThat(world.position(2)).isEqualTo(10);
    assertThat(world.optimalSteps()).isEqualTo(OptionalInt.of(10));
  }

  /** Nautrup et al. 2020: means over all starts, and greatest distances, in closed form. */
  @Test
  void hasThePublishedOptimalLengths() {
    assertMean(SubGridOptions.published(1), 1224 / 143.0, 17);
    assertMean(SubGridOptions.published(2), 1224 / 143.0, 17);
    assertMean(SubGridOptions.published(3), 864 / 143.0, 12);
    List<Integer> six = List.of(6, 6, 6);
    assertMean(SubGridOptions.open(six, Plane.XY, new PlaneCell(3, 5), 0), 4.11429, 8);
    assertMean(SubGridOptions.open(six, Plane.YZ, new PlaneCell(5, 3), 0), 4.11429, 8);
    assertMean(SubGridOptions.open(six, Plane.XZ, new PlaneCell(3, 3), 0), 3.08571, 6);
  }

  private static void assertMean(SubGridOptions options, double mean, int greatest) {
    SubGridWorld world = new SubGridWorld(options);
    int sum = 0;
    int count = 0;
    int most = 0;
    for (int i = 0; i < options.planeWidth(); i++) {
      for (int j = 0; j < options.planeHeight(); j++) {
        int steps = world.optimalSteps(new PlaneCell(i, j)).orElseThrow();
        if (steps == 0) continue;
        sum += steps;
        count++;
        most = Math.max(most, steps);
      }
    }
    assertThat(sum / (double) count).isCloseTo(mean, within(5e-6));
    assertThat(most).isEqualTo(greatest);
  }

  @Test
  void startsEverywhereButOnTheReward() {
    SubGridWorld world = new SubGridWorld(SubGridOptions.published(2));
    Set<Integer> starts = new HashSet<>();
    for (long seed = 0; seed < 40_000; seed++) {
      world.reset(seed);
      starts.add((world.position(0) * 12 + world.position(1)) * 12 + world.position(2));
    }
    assertThat(starts).hasSize(1716);
  }

  @Test
  void countsStepsAgainstABorderAndGivesPrecedenceToTheReward() {
    SubGridOptions tiny = SubGridOptions.open(List.of(4, 4, 4), Plane.XY, new PlaneCell(1, 0), 2);
    SubGridWorld world = new SubGridWorld(tiny);
    world.resetAt(0, 0, 2);
    world.step(Action.of(1));
    assertThat(world.position(0)).isZero();
    world.step(Action.of(0));
    assertThat(world.terminated()).isTrue();
    assertThat(world.truncated()).isFalse();
    assertThat(world.reward()).isEqualTo(1);
    world.resetAt(0, 0, 2);
    world.step(Action.of(1));
    world.step(Action.of(1));
    assertThat(world.truncated()).isTrue();
    assertThat(world.reward()).isEqualTo(-1);
    assertThatThrownBy(() -> world.step(Action.of(1))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void startsOnlyWhereAPathExistsIfAsked() {
    // the cell (0, 0) is walled in
    List<PlaneCell> walls = List.of(new PlaneCell(0, 1), new PlaneCell(1, 0));
    SubGridOptions options =
        SubGridOptions.open(List.of(3, 3, 2), Plane.XY, new PlaneCell(2, 2), 0).withWalls(walls);
    assertThat(startsAtOrigin(new SubGridWorld(options))).isTrue();
    SubGridWorld reachable = new SubGridWorld(options.withReachableStartsOnly());
    assertThat(startsAtOrigin(reachable)).isFalse();
    assertThatThrownBy(() -> reachable.resetAt(0, 0, 0)).hasMessageContaining("cut off");
    assertThat(reachable.optimalSteps(new PlaneCell(0, 0))).isEmpty();
  }

  private static boolean startsAtOrigin(SubGridWorld world) {
    boolean seen = false;
    for (long seed = 0; seed < 500; seed++) {
      world.reset(seed);
      seen |= world.position(0) == 0 && world.position(1) == 0;
    }
    return seen;
  }

  @Test
  void drawsRandomWallsOfTheOriginalsDensity() {
    SubGridOptions options = SubGridOptions.published(3);
    int walls = 0;
    for (long seed = 0; seed < 200; seed++) {
      SubGridOptions drawn = RandomWalls.draw(options, seed);
      assertThat(drawn.walls()).doesNotContain(options.reward());
      walls += drawn.walls().size();
      SubGridOptions connected = RandomWalls.draw(options.withReachableStartsOnly(), seed);
      PlanePaths paths = new PlanePaths(connected);
      assertThat(paths.unreachableCells() * 100).isLessThan(paths.reachableCells());
    }
    double error = 4 * Math.sqrt(0.16 / (200 * 143));
    assertThat(walls / (200 * 143.0)).isCloseTo(0.2, within(error));
    assertThat(RandomWalls.draw(options, 5)).isEqualTo(RandomWalls.draw(options, 5));
  }

  @Test
  void refusesBadOptionsAndActions() {
    SubGridOptions good = SubGridOptions.published(1);
    assertThatThrownBy(() -> SubGridOptions.open(List.of(1, 4, 4), Plane.XY, good.reward(), 0))
        .hasMessage("size must be three numbers of at least 2, got [1, 4, 4]");
    assertThatThrownBy(() -> Plane.ofMask(1, 1, 1)).hasMessageContaining("[1, 1, 1]");
    assertThatThrownBy(() -> Plane.ofMask(2, 1, 0)).hasMessageContaining("two ones and a zero");
    assertThatThrownBy(() -> good.withWalls(List.of(good.reward())))
        .hasMessageContaining("the reward stands in a wall");
    assertThatThrownBy(() -> good.withWalls(List.of(new PlaneCell(12, 0))))
        .hasMessageContaining("wall must be within the XY plane");
    assertThatThrownBy(() -> SubGridOptions.published(4)).hasMessageContaining("1..3");
    SubGridWorld world = new SubGridWorld(good);
    assertThatThrownBy(() -> world.step(Action.of(0))).hasMessageContaining("reset subgrid");
    world.reset(1);
    byte[] before = world.snapshot();
    assertThatThrownBy(() -> world.step(Action.of(6))).hasMessageContaining("0..5");
    assertThatThrownBy(() -> world.step(Action.of(1, 0.5f))).hasMessageContaining("0..5");
    assertThat(world.snapshot()).isEqualTo(before);
    SubGridWorld other = new SubGridWorld(SubGridOptions.published(2));
    assertThatThrownBy(() -> other.restore(before)).hasMessageContaining("other options");
  }

  @Property(tries = 100)
  void restoresBitForBitAtAnyStep(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 2) int view,
      @ForAll @Size(20) int[] numbers,
      @ForAll @IntRange(min = 0, max = 19) int at) {
    SubGridOptions options =
        RandomWalls.draw(
                SubGridOptions.open(List.of(2, 3, 3), Plane.XZ, new PlaneCell(1, 2), 15), seed)
            .withView(View.values()[view]);
    EnvironmentContract.restoresExactly(
        () -> new SubGridWorld(options),
        (world, number) -> Action.of(Math.floorMod(number, 6)),
        seed,
        numbers,
        at);
  }

  @Test
  void isSolvedOptimallyByTheScriptedPlayer() {
    SubGridPlayer player = new SubGridPlayer();
    for (long seed = 0; seed < 100; seed++) {
      SubGridOptions options = SubGridOptions.published(1 + (int) (seed % 3));
      SubGridWorld world =
          new SubGridWorld(RandomWalls.draw(options.withReachableStartsOnly(), seed));
      world.reset(seed);
      int optimum = world.optimalSteps().orElseThrow();
      while (!world.done()) world.step(player.act(world));
      assertThat(world.completed()).isTrue();
      assertThat(world.steps()).isEqualTo(optimum);
    }
  }

  @Test
  void seldomRewardsTheRandomPolicy() {
    SubGridWorld world = new SubGridWorld(SubGridOptions.published(1));
    RandomStream stream = new RandomStream(8);
    int episodes = 2000;
    int found = 0;
    for (long seed = 0; seed < episodes; seed++) {
      world.reset(seed);
      while (!world.done()) world.step(Action.of(stream.nextInt(6)));
      if (world.terminated()) found++;
    }
    assertThat(found / (double) episodes).isCloseTo(0.12, within(0.03)); // "about 0.12"
  }

  @Test
  void drawsAPictureThatFollowsTheAgent() {
    SubGridWorld world = new SubGridWorld(SubGridOptions.published(1));
    world.resetAt(4, 3, 2);
    Picture before = world.render();
    world.step(Action.of(4)); // only the column beside the plane and the agent's filling change
    assertThat(world.render().rgb()).hasSameSizeAs(before.rgb()).isNotEqualTo(before.rgb());
    SubGridOptions large =
        SubGridOptions.open(List.of(50, 50, 50), Plane.YZ, new PlaneCell(0, 0), 0);
    SubGridWorld largeWorld = new SubGridWorld(large);
    largeWorld.reset(1);
    assertThat(largeWorld.render().height()).isLessThan(500);
  }
}
