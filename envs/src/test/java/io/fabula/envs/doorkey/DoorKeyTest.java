package io.fabula.envs.doorkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.EnvironmentContract;
import io.fabula.envs.Picture;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoorKeyTest {
  private static DoorKey begin(int size, long seed, DoorKeyView view) {
    DoorKey world = new DoorKey(size, view);
    world.reset(seed);
    return world;
  }

  /** Specification of mediation, section 5.2. */
  @ParameterizedTest
  @CsvSource({
    "5, 0, 3 2 2 1 5 2 2 1 2 2, 0.964",
    "5, 1, 1 3 2 1 5 2 2 1 2, 0.9676",
    "5, 2, 0 3 1 5 2 2 1 2, 0.9712",
    "8, 0, 0 0 3 0 5 2 2 2 2 2 1 2, 0.983125",
    "8, 1, 0 2 3 0 5 2 2 2 2 1 2, 0.98453125",
    "8, 2, 2 2 2 3 2 2 1 5 2 2 2 2 2 1 2 2 2 2 2, 0.97328125"
  })
  void theScriptedPlayerFindsTheKnownPlans(int size, long seed, String plan, double reward) {
    DoorKey world = begin(size, seed, DoorKeyView.PLANES);
    DoorKeyPlayer player = new DoorKeyPlayer();
    StringBuilder played = new StringBuilder();
    while (!world.done()) {
      Action action = player.act(world);
      played.append(' ').append(((Action.Discrete) action).index());
      world.step(action);
    }
    assertThat(played.substring(1)).isEqualTo(plan);
    assertThat(world.completed()).isTrue();
    assertThat(world.reward()).isCloseTo(reward, within(1e-12));
  }

  @Test
  void theScriptedPlayerSolvesTheLargestRegisteredSize() {
    DoorKeyPlayer player = new DoorKeyPlayer();
    for (int seed = 0; seed < 3; seed++) {
      DoorKey world = begin(16, seed, DoorKeyView.FULL);
      while (!world.done()) world.step(player.act(world));
      assertThat(world.completed()).isTrue();
      assertThat(world.steps()).isLessThan(80);
    }
  }

  /** Specification of mediation, section 5.4. */
  @ParameterizedTest
  @CsvSource({
    "5, 0, PARTIAL, 72c06573 4d5d0dae 189fbb13 9053bffd aba50898 430bc9eb d8e6fd2d 54bdeecd b2e411a5 ad77f563 4bca9743",
    "5, 0, FULL, a8e85bcb 8e6d3a56 13126f76 2c29ecb7 4a2d3987 cfd51b48 4c2c9293 526a058d f7e19583 be470f92 753d44a7",
    "5, 2, PARTIAL, 4fe8337b e7d5adfb d848c526 0021f865 70fdbdf3 b2b657c5 a23aecf4 c6051b1a 4bca9743",
    "8, 2, PARTIAL, 0561c545 366795ad de780acd 72c06573 4d5d0dae 189fbb13 9053bffd d4944284 cbd19b14 4494cde9 1a74f65c 3364873c e025c3c0 e3d7179c 7bf9c52f c5a08495 8e57f576 375b8527 4e83db3b e3d7179c",
    "8, 2, FULL, 29a03f87 13ac4fcf 4baca650 325f1160 d75f285d 7c04566d 156a6f52 c5e096a9 ce20f283 e1d1995d 2b1d33b5 647c5507 cf2ddf47 56e08e15 11f378ee eb298ca4 3f7dfd48 450f3ac1 4cd8793a 6fbe430e"
  })
  void showsTheKnownImagesOnTheWay(int size, long seed, DoorKeyView view, String crcs) {
    DoorKey world = begin(size, seed, view);
    DoorKeyPlayer player = new DoorKeyPlayer();
    String[] expected = crcs.split(" ");
    for (int i = 0; i < expected.length; i++) {
      byte[] image = DoorKeyVectorsTest.image(world, view);
      assertThat(DoorKeyVectorsTest.crc(image)).as("after step %d", i).isEqualTo(expected[i]);
      if (i + 1 < expected.length) world.step(player.act(world));
    }
    assertThat(world.completed()).isTrue();
  }

  @Test
  void hiddenCellsStayHiddenAndTheKeyMovesIntoTheHand() {
    DoorKey world = begin(5, 0, DoorKeyView.PARTIAL);
    byte[] before = DoorKeyVectorsTest.image(world, DoorKeyView.PARTIAL);
    byte[] expected = new byte[7 * 7 * 3];
    int[][] walls = {{2, 3}, {3, 3}, {4, 3}, {2, 4}, {2, 5}, {4, 5}, {2, 6}, {4, 6}};
    for (int[] wall : walls) put(expected, wall[0], wall[1], 2, 5, 0);
    put(expected, 3, 4, 1, 0, 0);
    put(expected, 4, 4, 4, 4, 2);
    put(expected, 3, 5, 5, 4, 0);
    put(expected, 3, 6, 1, 0, 0);
    assertThat(before).isEqualTo(expected);
    world.step(Action.of(3));
    put(expected, 3, 5, 1, 0, 0);
    put(expected, 3, 6, 5, 4, 0);
    assertThat(DoorKeyVectorsTest.image(world, DoorKeyView.PARTIAL)).isEqualTo(expected);
  }

  private static void put(byte[] image, int i, int j, int type, int colour, int state) {
    image[(i * 7 + j) * 3] = (byte) type;
    image[(i * 7 + j) * 3 + 1] = (byte) colour;
    image[(i * 7 + j) * 3 + 2] = (byte) state;
  }

  @Test
  void dropsTheKeyOnlyOntoEmptyFloor() {
    DoorKey world = begin(5, 0, DoorKeyView.PLANES);
    int[] actions = {3, 4, 3, 0, 0, 4};
    boolean[] carried = {true, false, true, true, true, true};
    for (int i = 0; i < actions.length; i++) {
      world.step(Action.of(actions[i]));
      assertThat(world.carrying()).as("after step %d", i).isEqualTo(carried[i]);
    }
  }

  @Test
  void isCutOffAtItsStepLimit() {
    DoorKey world = begin(5, 0, DoorKeyView.PLANES);
    while (!world.done()) world.step(Action.of(6));
    assertThat(world.steps()).isEqualTo(250);
    assertThat(world.truncated()).isTrue();
    assertThat(world.terminated()).isFalse();
    assertThat(world.reward()).isZero();
  }

  @Test
  void planesNameEachThingAtItsPlace() {
    DoorKey world = begin(6, 3, DoorKeyView.PLANES);
    float[] planes = new float[361];
    float[] wider = new float[363];
    Arrays.fill(wider, 7);
    world.observe(planes, 0);
    world.observe(wider, 1);
    assertThat(Arrays.copyOfRange(wider, 1, 362)).isEqualTo(planes);
    assertThat(new float[] {wider[0], wider[362]}).containsExactly(7, 7);
    assertThat(planes[(3 * 6 + 1) * 10 + 6 + 1]).isEqualTo(1); // agent at (1,3) facing down
    assertThat(planes[(2 * 6 + 3) * 10 + 3]).isEqualTo(1); // locked door at (3,2)
    assertThat(planes[(2 * 6 + 2) * 10 + 4]).isEqualTo(1); // key at (2,2)
    assertThat(planes[(4 * 6 + 4) * 10 + 5]).isEqualTo(1); // goal
    assertThat(planes[0]).isEqualTo(1); // corner
    float sum = 0;
    for (float value : planes) sum += value;
    assertThat(sum).isEqualTo(20 + 3 + 1 + 1 + 1 + 1); // border, wall, door, key, goal, agent
    byte[] objects = DoorKeyVectorsTest.image(world, DoorKeyView.OBJECTS);
    for (int i = 0; i < objects.length; i++) {
      boolean agentPlane = i < 360 && i % 10 >= 6;
      assertThat((float) objects[i]).as("element %d", i).isEqualTo(agentPlane ? 0 : planes[i]);
    }
  }

  @Test
  void theDoorwayShowsDoorAndAgentInThePlanes() {
    DoorKey world = begin(5, 2, DoorKeyView.PLANES);
    for (int action : new int[] {0, 3, 1, 5, 2}) world.step(Action.of(action));
    assertThat(DoorKeyEvent.DOORWAY.holds(world)).isTrue();
    float[] planes = new float[251];
    world.observe(planes, 0);
    int cell = (world.y() * 5 + world.x()) * 10;
    assertThat(planes[cell + 1]).isEqualTo(1);
    assertThat(planes[cell + 6]).isEqualTo(1);
    assertThat(planes[250]).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"5, PARTIAL", "6, FULL", "8, PLANES", "16, OBJECTS"})
  void bytesAndNumbersAgree(int size, DoorKeyView view) {
    DoorKey world = begin(size, 11, view);
    for (int i = 0; i < 50; i++) {
      world.step(Action.of((i * 5 + i / 3) % 7));
      byte[] bytes = new byte[world.spec().observations().size()];
      float[] numbers = new float[bytes.length];
      world.observe(bytes, 0);
      world.observe(numbers, 0);
      for (int j = 0; j < bytes.length; j++) assertThat(numbers[j]).isEqualTo(bytes[j]);
    }
  }

  @Property(tries = 60)
  void restoresExactlyAtAnyStep(
      @ForAll long seed,
      @ForAll @Size(max = 120) List<@IntRange(max = 6) Integer> actions,
      @ForAll @IntRange(max = 60) int at,
      @ForAll @IntRange(min = 5, max = 8) int size,
      @ForAll DoorKeyView view) {
    EnvironmentContract.restoresExactly(
        () -> new DoorKey(size, view),
        (world, number) -> Action.of(number),
        seed,
        actions.stream().mapToInt(Integer::intValue).toArray(),
        at);
  }

  @Test
  void aRestoredWorldDrawsTheSameNextLevels() {
    DoorKey world = begin(8, 5, DoorKeyView.FULL);
    DoorKey copy = new DoorKey(8, DoorKeyView.FULL);
    copy.restore(world.snapshot());
    for (int i = 0; i < 20; i++) {
      world.resetUnseeded();
      copy.resetUnseeded();
      assertThat(copy.snapshot()).isEqualTo(world.snapshot());
    }
  }

  @Test
  void refusesWhatIsNotAnAction() {
    DoorKey world = new DoorKey(5, DoorKeyView.FULL);
    assertThatThrownBy(() -> world.step(Action.of(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("reset");
    world.reset(0);
    byte[] before = world.snapshot();
    assertThatThrownBy(() -> world.step(Action.of(7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0..6");
    assertThat(world.snapshot()).isEqualTo(before);
    assertThatThrownBy(() -> new DoorKey(4, DoorKeyView.FULL)).hasMessageContaining("5..32");
  }

  @Test
  void refusesSnapshotsOfOtherSizesAndDamagedOnes() {
    DoorKey world = begin(5, 0, DoorKeyView.FULL);
    byte[] snapshot = world.snapshot();
    assertThatThrownBy(() -> begin(6, 0, DoorKeyView.FULL).restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("doorkey-6");
    assertThatThrownBy(() -> world.restore(Arrays.copyOf(snapshot, snapshot.length - 3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(world.snapshot()).isEqualTo(snapshot);
  }

  @Test
  void drawsWhatHappens() {
    DoorKey world = begin(8, 0, DoorKeyView.FULL);
    Picture before = world.render();
    world.step(Action.of(0));
    assertThat(world.render().rgb()).hasSameSizeAs(before.rgb()).isNotEqualTo(before.rgb());
  }
}
