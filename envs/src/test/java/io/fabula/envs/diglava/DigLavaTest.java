package io.fabula.envs.diglava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentContract;
import io.fabula.envs.Picture;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigLavaTest {
  private static final Offset<Double> EXACT = within(1e-9);

  private static DigLava begin(DigLavaOptions options, int... drawn) {
    DigLava world = new DigLava(options);
    world.reset(set(drawn), 1, options.size() / 2, 0);
    return world;
  }

  private static int[] set(int... drawn) {
    int[] set = {0, 1, 2, 3, 8, 0, 0};
    System.arraycopy(drawn, 0, set, 5, 2);
    return set;
  }

  private static List<Double> play(DigLava world, int... skills) {
    List<Double> rewards = new ArrayList<>();
    for (int skill : skills) {
      world.step(Action.of(skill));
      rewards.add(Math.round(world.reward() * 1e9) / 1e9);
    }
    return rewards;
  }

  /** AGILE, the specification's vectors of section 2.8, cases 1 to 4. */
  @ParameterizedTest
  @CsvSource({
    "11, 12, 0 0 11 0 0 0 0 12 0 0, 10, 81.113",
    "11, 9, 0 0 11 0 0 0 1 1 1 1 0 0 0 3 3 3 3, 17, 67.216",
    "12, 9, 3 3 3 3 0 0 0 1 1 1 1 0 0 0 12 0 0, 17, 67.153",
    "9, 10, 3 3 3 3 0 0 0 1 1 1 1 1 1 1 1 0 0 0 0 0 3 3 3 3, 24, 53.256"
  })
  void knownWaysEarnTheirReturns(int first, int second, String way, int steps, double total) {
    DigLava world = begin(DigLavaOptions.DEFAULTS, first, second);
    play(world, Arrays.stream(way.split(" ")).mapToInt(Integer::parseInt).toArray());
    assertThat(world.episode().success()).isTrue();
    assertThat(world.terminated()).isTrue();
    assertThat(world.episode().steps()).isEqualTo(steps);
    assertThat(world.episode().totalReward()).isCloseTo(total, EXACT);
  }

  @Test
  void lavaKillsInTheSecondStepBegunInIt() {
    DigLava world = begin(DigLavaOptions.DEFAULTS, 9, 10);
    assertThat(play(world, 0, 0, 0, 0)).containsExactly(.01, .01, 0.0, 0.0);
    assertThat(world.terminated()).isTrue();
    assertThat(world.episode().success()).isFalse();
    assertThat(world.x()).isEqualTo(3);
  }

  @Test
  void aLateDigSaves() {
    DigLava world = begin(DigLavaOptions.DEFAULTS, 11, 9);
    assertThat(play(world, 0, 0, 8, 11, 0, 0)).containsExactly(.01, .01, 0.0, .01, .445, .01);
    assertThat(world.done()).isFalse();
  }

  @Test
  void theWrongDigDoesNothing() {
    DigLava world = begin(DigLavaOptions.DEFAULTS, 12, 9);
    play(world, 0, 0, 12, 0);
    assertThat(world.terminated()).isTrue();
    assertThat(world.episode().digs()).isZero();
  }

  @Test
  void turningForeverIsCutOff() {
    DigLava world = begin(DigLavaOptions.DEFAULTS, 9, 10);
    while (!world.done()) play(world, 8);
    assertThat(world.truncated()).isTrue();
    assertThat(world.terminated()).isFalse();
    assertThat(world.episode().steps()).isEqualTo(50);
    assertThat(world.episode().totalReward()).isZero();
  }

  @Test
  void wallsAndLampsAreNotEntered() {
    DigLava world = begin(DigLavaOptions.DEFAULTS, 9, 10);
    assertThat(play(world, 2, 2, 2)).containsExactly(0.0, 0.0, 0.0);
    assertThat(world.x()).isEqualTo(1);
    for (int column : new int[] {4, 6}) {
      world.reset(set(9, 10), column, 1, 0);
      play(world, 3);
      assertThat(world.y()).isEqualTo(1);
    }
  }

  /** Closed-form optima, AGILE specification sections 2.7 and 10; the last visit pays 0.01. */
  @ParameterizedTest
  @CsvSource({
    "11, 9, 10, 24, 53.256",
    "11, 9, 11, 17, 67.216",
    "11, 12, 10, 17, 67.189",
    "11, 12, 11, 10, 81.113",
    "7, 10, 9, 12, 53.24",
    "7, 11, 10, 9, 65.20",
    "7, 9, 12, 9, 65.18",
    "7, 11, 12, 6, 76.716"
  })
  void searchFindsTheClosedFormOptima(int size, int first, int second, int steps, double best) {
    DigLavaOptions options = size == 7 ? DigLavaOptions.MINI : DigLavaOptions.DEFAULTS;
    DigLava world = begin(options, first, second);
    DigLavaPlayer.Plan plan = DigLavaPlayer.plan(world);
    assertThat(plan.skills()).hasSize(steps);
    assertThat(plan.reward() + 0.01).isCloseTo(best, within(0.0051));
    DigLavaPlayer player = new DigLavaPlayer();
    while (!world.done()) world.step(player.act(world));
    assertThat(world.episode().success()).isTrue();
    assertThat(world.episode().totalReward()).isCloseTo(plan.reward() + 0.01, EXACT);
  }

  @Test
  void searchFindsShortcutsOfTheOptions() {
    DigLavaOptions jumps = DigLavaOptions.DEFAULTS.with("grid_dig_env", "false");
    // right, jump orange, jump in the open (two cells for one step), jump pink, and the goal lies
    // in the first half of any further jump
    assertThat(DigLavaPlayer.plan(begin(jumps, 11, 12)).skills()).hasSize(5);
    DigLavaOptions diagonals = DigLavaOptions.DEFAULTS.with("grid_remove_diagonal", "FALSE");
    DigLava world = new DigLava(diagonals);
    world.reset(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 1, 5, 0);
    assertThat(DigLavaPlayer.plan(world).skills()).hasSizeLessThan(24);
  }

  @Test
  void aJumpersDiagonalMayCutTheCornerOfARiver() {
    DigLavaOptions jumps =
        DigLavaOptions.DEFAULTS
            .with("grid_dig_env", "false")
            .with("grid_remove_diagonal", "false")
            .with("grid_neg_lava_reward", "3");
    DigLava world = new DigLava(jumps);
    world.reset(new int[] {0, 4, 6, 11}, 4, 2, 0);
    play(world, 6);
    assertThat(world.done()).isFalse();
    assertThat(new int[] {world.x(), world.y(), world.direction()}).containsExactly(3, 1, 3);
    world.reset(new int[] {0, 4, 6, 11}, 4, 3, 0);
    assertThat(play(world, 6)).containsExactly(.01);
    assertThat(world.terminated()).isTrue();
  }

  @Test
  void aDiggersDiagonalInLavaCountsAndPaysTwice() {
    DigLavaOptions options =
        DigLavaOptions.DEFAULTS
            .with("grid_remove_diagonal", "false")
            .with("grid_neg_lava_reward", "3")
            .with("grid_lava_dead_count", "0");
    DigLava world = new DigLava(options);
    world.reset(new int[] {0, 4}, 2, 5, 0);
    assertThat(play(world, 0, 4)).containsExactly(.01, -6.0);
    assertThat(world.terminated()).isTrue();
    assertThat(world.episode().steps()).isEqualTo(2);
  }

  @Test
  void theMiniGridPaysAsSpecified() {
    DigLava world = begin(DigLavaOptions.MINI, 11, 12);
    assertThat(play(world, 0, 11, 0, 0, 12, 0)).containsExactly(.01, .01, .446, .01, .01, 76.23);
    assertThat(world.episode().totalReward()).isCloseTo(76.716, EXACT);
    assertThat(world.spec().observations().size()).isEqualTo(98);
    assertThat(world.spec().maximumSteps()).isEqualTo(25);
  }

  @Test
  void observesTheGridByColumns() {
    DigLava world = begin(DigLavaOptions.DEFAULTS, 9, 10);
    byte[] observation = new byte[242];
    world.observe(observation, 0);
    for (int i = 0; i <= 10; i++) assertThat(observation[i]).isEqualTo((byte) 2);
    assertThat(observation[121 + 16]).isEqualTo((byte) 1);
    int agents = 0;
    for (int i = 121; i < 242; i++) agents += observation[i];
    assertThat(agents).isEqualTo(1);
    assertThat(observation[3 * 11 + 1]).isEqualTo((byte) 1);
    assertThat(observation[3 * 11 + 2]).isEqualTo((byte) 9);
    assertThat(observation[7 * 11 + 9]).isEqualTo((byte) 1);
    assertThat(observation[9 * 11 + 5]).isEqualTo((byte) 8);
  }

  /** The goal alone pays up to 80; what is left are sub-goals and cells seen for the first time. */
  @Test
  void randomPlayAlmostNeverReachesTheGoal() {
    DigLava world = new DigLava();
    RandomStream random = new RandomStream(1);
    int episodes = 2_000;
    double sum = 0;
    int reached = 0;
    for (int seed = 0; seed < episodes; seed++) {
      world.reset(seed);
      while (!world.done()) {
        int[] ids = world.availableActions().ids();
        world.step(Action.of(ids[random.nextInt(ids.length)]));
        sum += world.reward();
      }
      if (world.completed()) reached++;
    }
    assertThat(sum / episodes).isBetween(0.0, 0.5);
    assertThat(reached).isLessThan(5);
  }

  @Test
  void drawsEachOfTheTwelveOrderedSetsEquallyOften() {
    DigLava world = new DigLava();
    Map<String, Integer> counts = new HashMap<>();
    int draws = 12_000;
    for (int seed = 0; seed < draws; seed++) {
      world.reset(seed);
      int[] ids = world.availableActions().ids();
      assertThat(Arrays.copyOf(ids, 5)).containsExactly(0, 1, 2, 3, 8);
      counts.merge(ids[5] + " " + ids[6], 1, Integer::sum);
    }
    assertThat(counts).hasSize(12);
    double deviation = Math.sqrt(draws / 12.0 * 11 / 12);
    for (int count : counts.values()) {
      assertThat((double) count).isCloseTo(draws / 12.0, within(4.5 * deviation));
    }
  }

  @Test
  void startsAtRandomEmptyCellsWithoutSubgoals() {
    DigLava world = new DigLava(DigLavaOptions.DEFAULTS.with("grid_subgoal", "false"));
    boolean[] starts = new boolean[121];
    int[] directions = new int[4];
    byte[] observation = new byte[242];
    for (int seed = 0; seed < 3000; seed++) {
      world.reset(seed);
      world.observe(observation, 0);
      int cell = world.x() * 11 + world.y();
      assertThat(observation[cell]).isEqualTo((byte) 1);
      starts[cell] = true;
      directions[world.direction()]++;
    }
    int found = 0;
    for (boolean start : starts) if (start) found++;
    assertThat(found).isEqualTo(81 - 8 - 8 - 18 - 1);
    assertThat(Arrays.stream(directions).min().orElse(0)).isGreaterThan(600);
  }

  @Property(tries = 60)
  void restoresExactlyAtAnyStep(
      @ForAll long seed,
      @ForAll @Size(max = 60) List<@IntRange(max = 10) Integer> numbers,
      @ForAll @IntRange(max = 20) int at,
      @ForAll @IntRange(max = 4) int variant) {
    DigLavaOptions options =
        switch (variant) {
          case 0 -> DigLavaOptions.DEFAULTS;
          case 1 -> DigLavaOptions.MINI;
          case 2 -> DigLavaOptions.DEFAULTS.with("grid_remove_diagonal", "false");
          case 3 -> DigLavaOptions.DEFAULTS.with("grid_dig_env", "false");
          default ->
              DigLavaOptions.DEFAULTS.with("grid_subgoal", "false").with("grid_agent_pos", "false");
        };
    EnvironmentContract.restoresExactly(
        () -> new DigLava(options),
        DigLavaTest::available,
        seed,
        numbers.stream().mapToInt(Integer::intValue).toArray(),
        at);
  }

  private static Action available(Environment world, int number) {
    int[] ids = world.availableActions().ids();
    return Action.of(ids[number % ids.length]);
  }

  @Test
  void refusesSkillsThatAreNotThere() {
    DigLava world = begin(DigLavaOptions.DEFAULTS, 9, 10);
    byte[] before = world.snapshot();
    assertThatThrownBy(() -> world.step(Action.of(11)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dig orange")
        .hasMessageContaining("[0, 1, 2, 3, 8, 9, 10]");
    assertThatThrownBy(() -> world.step(Action.of(13)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0..12");
    assertThatThrownBy(() -> world.step(Action.slate(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(world.snapshot()).isEqualTo(before);
    assertThatThrownBy(() -> new DigLava().step(Action.of(0)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void interventionOnTheSetLeavesTheRestAlone() {
    DigLava world = begin(DigLavaOptions.DEFAULTS, 11, 12);
    play(world, 0);
    world.setAvailable(0, 1, 2, 3, 8, 12);
    assertThat(world.x()).isEqualTo(2);
    assertThatThrownBy(() -> world.step(Action.of(11)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> world.setAvailable(1, 1)).hasMessageContaining("twice");
  }

  @Test
  void saysWhatItsActionsAre() {
    ActionSpace.VariableSet space = (ActionSpace.VariableSet) new DigLava().spec().actions();
    assertThat(space.catalogue()).isEqualTo(13);
    assertThat(space.setSize()).isEqualTo(7);
    assertThat(
            ((ActionSpace.VariableSet)
                    new DigLava(DigLavaOptions.DEFAULTS.with("grid_remove_diagonal", "false"))
                        .spec()
                        .actions())
                .setSize())
        .isEqualTo(11);
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    assertThatThrownBy(() -> DigLavaOptions.DEFAULTS.with("grid_digs", "true"))
        .hasMessage("there is no option grid_digs");
    assertThatThrownBy(() -> DigLavaOptions.DEFAULTS.with("grid_dig_env", "1"))
        .hasMessage("grid_dig_env must be true or false, got 1");
    assertThatThrownBy(() -> DigLavaOptions.DEFAULTS.withSize(8)).hasMessageContaining("odd");
    assertThatThrownBy(() -> DigLavaOptions.DEFAULTS.with("grid_available_upto", "12"))
        .hasMessageContaining("4..11");
  }

  @Test
  void refusesDamagedSnapshots() {
    DigLava world = begin(DigLavaOptions.DEFAULTS, 9, 10);
    byte[] snapshot = world.snapshot();
    assertThatThrownBy(() -> world.restore(Arrays.copyOf(snapshot, snapshot.length - 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DigLava(DigLavaOptions.MINI).restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(world.snapshot()).isEqualTo(snapshot);
  }

  @Test
  void drawsWhatHappens() {
    DigLava world = begin(DigLavaOptions.DEFAULTS, 11, 12);
    Picture before = world.render();
    play(world, 0);
    assertThat(world.render().rgb()).hasSameSizeAs(before.rgb()).isNotEqualTo(before.rgb());
  }
}
