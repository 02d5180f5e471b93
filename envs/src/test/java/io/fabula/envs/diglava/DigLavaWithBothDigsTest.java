package io.fabula.envs.diglava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.EnvironmentContract;
import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigLavaWithBothDigsTest {
  private static final int RIGHT = 0;
  private static final int DIG_ORANGE = 5;
  private static final int DIG_PINK = 6;

  private static List<String> holding(DigLavaWithBothDigs world) {
    List<String> holding = new ArrayList<>();
    for (int i = 0; i < world.events().size(); i++) {
      if (world.holds(i)) holding.add(world.events().get(i));
    }
    return holding;
  }

  /**
   * The shortest way on 7 x 7 cells: six steps, 76.716 in all (the specification's best return).
   */
  @Test
  void eventsFollowEachOtherOnTheShortestWay() {
    DigLavaWithBothDigs world = new DigLavaWithBothDigs(DigLavaOptions.MINI);
    world.reset(3);
    List<List<String>> seen = new ArrayList<>();
    double sum = 0;
    for (int action : new int[] {RIGHT, DIG_ORANGE, RIGHT, RIGHT, DIG_PINK, RIGHT}) {
      seen.add(holding(world));
      world.step(Action.of(action));
      sum += world.reward();
    }
    assertThat(seen)
        .containsExactly(
            List.of(),
            List.of(),
            List.of("orange_dug"),
            List.of("orange_dug", "orange_crossed"),
            List.of("orange_dug", "orange_crossed"),
            List.of("orange_dug", "orange_crossed", "pink_dug", "beside_goal"));
    assertThat(world.completed()).isTrue();
    assertThat(sum).isCloseTo(0.76716, within(5e-6));
  }

  @Test
  void objectsAreWhatIsSeenWithoutTheAgent() {
    DigLavaWithBothDigs world = new DigLavaWithBothDigs(DigLavaOptions.MINI);
    byte[] objects = new byte[world.size(ObjectView.OBJECTS)];
    byte[] planes = new byte[world.size(ObjectView.PLANES)];
    RandomStream random = new RandomStream(1);
    int inLava = 0;
    for (int episode = 0; episode < 50; episode++) {
      world.reset(episode);
      while (!world.done()) {
        world.observe(ObjectView.OBJECTS, objects, 0);
        world.observe(ObjectView.PLANES, planes, 0);
        int differing = 0;
        for (int i = 0; i < objects.length - 1; i++) differing += planes[i] - objects[i];
        assertThat(differing).as("the agent's cell alone").isEqualTo(1);
        inLava += planes[planes.length - 1];
        long lava = 0;
        for (byte each : objects) lava += each;
        assertThat(lava < 8)
            .isEqualTo(holding(world).stream().anyMatch(each -> each.endsWith("_dug")));
        world.step(Action.of(random.nextInt(7)));
      }
    }
    assertThat(inLava).isPositive();
  }

  @Test
  void restoresExactly() {
    EnvironmentContract.restoresExactly(
        () -> new DigLavaWithBothDigs(DigLavaOptions.MINI),
        (world, number) -> Action.of(number % 7),
        5,
        new int[] {0, 5, 0, 4, 0, 6, 1, 1, 2},
        3);
  }

  @Test
  void refusesActionsThatAreNotThere() {
    DigLavaWithBothDigs world = new DigLavaWithBothDigs(DigLavaOptions.MINI);
    world.reset(0);
    assertThatThrownBy(() -> world.step(Action.of(7))).hasMessageContaining("7");
    assertThat(Arrays.stream(world.availableActions().ids()).boxed()).hasSize(7);
  }
}
