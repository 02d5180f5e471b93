package io.fabula.envs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What every world promises, checked along an episode of given actions. */
public final class EnvironmentContract {
  private EnvironmentContract() {}

  /** An action chosen by number, so that properties can draw it. */
  public interface Choice {
    Action of(Environment world, int number);
  }

  /**
   * Plays {@code numbers} as actions, takes a snapshot before step {@code at}, and demands that a
   * replay from the seed, a restored fresh world and the same world restored all continue with
   * equal bits.
   */
  public static void restoresExactly(
      Supplier<? extends Environment> worlds, Choice choice, long seed, int[] numbers, int at) {
    Environment world = worlds.get();
    world.reset(seed);
    assertThat(world.reward()).isZero();
    assertThat(world.done()).isFalse();
    byte[] snapshot = world.snapshot();
    List<Action> actions = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    int kept = 0;
    for (int i = 0; i < numbers.length && !world.done(); i++) {
      if (i == at) {
        snapshot = world.snapshot();
        kept = i;
      }
      Action action = choice.of(world, numbers[i]);
      actions.add(action);
      world.step(action);
      expected.add(describe(world));
    }
    Environment replay = worlds.get();
    replay.reset(seed);
    assertContinues(replay, actions, expected, 0);
    Environment fresh = worlds.get();
    fresh.restore(snapshot);
    assertThat(fresh.snapshot()).isEqualTo(snapshot);
    assertContinues(fresh, actions, expected, kept);
    world.restore(snapshot);
    assertContinues(world, actions, expected, kept);
  }

  private static void assertContinues(
      Environment world, List<Action> actions, List<String> expected, int from) {
    for (int i = from; i < actions.size(); i++) {
      world.step(actions.get(i));
      assertThat(describe(world)).as("step %d", i).isEqualTo(expected.get(i));
    }
  }

  /** Everything that can be seen of a world, bit for bit. */
  private static String describe(Environment world) {
    float[] observation = new float[world.spec().observations().size()];
    world.observe(observation, 0);
    StringBuilder text = new StringBuilder();
    for (float value : observation) text.append(Float.floatToRawIntBits(value)).append(' ');
    return text.append(Double.doubleToRawLongBits(world.reward()))
        .append(world.terminated())
        .append(world.truncated())
        .append(world.availableActions())
        .append(java.util.Arrays.hashCode(world.snapshot()))
        .toString();
  }
}
