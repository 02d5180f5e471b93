package io.fabula.envs.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.ActionBatch;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.EpisodeSeeds;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.RandomPlayer;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every world that can be asked for by name, stepped in batches. */
class WorldsTogetherTest {
  private static final int WORLDS = 4;
  private static final long SEED = 21;

  static List<NamedWorld<?>> worlds() {
    return Worlds.all();
  }

  /** Physics takes its time; everything else passes at least one end of an episode. */
  private static int steps(NamedWorld<?> named) {
    return named.name().startsWith("create-") ? 5 : 60;
  }

  private static VectorEnvironment together(NamedWorld<?> named, int threads) {
    List<Environment> environments = new ArrayList<>();
    for (int i = 0; i < WORLDS; i++) environments.add(named.make());
    return VectorEnvironment.of(environments, EpisodeSeeds.of(SEED), threads, true);
  }

  /** Random actions, and now and then the end of an episode. */
  private static final class Course {
    private final RandomPlayer player = new RandomPlayer(3);
    private final RandomStream random = new RandomStream(4);
    private final ActionBatch actions;

    Course(VectorEnvironment worlds) {
      actions = new ActionBatch(worlds.spec().actions(), worlds.count());
    }

    ActionBatch next(VectorEnvironment worlds) {
      for (int i = 0; i < actions.count(); i++) {
        if (random.nextInt(25) == 0) actions.endEpisode(i);
        else actions.set(i, player.act(actions.space(), worlds.availableActions(i)));
      }
      return actions;
    }
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void equalSingleWorldsThatAreResetWhenTheyEnd(NamedWorld<?> named) {
    Environment[] single = new Environment[WORLDS];
    long[] episodes = new long[WORLDS];
    for (int i = 0; i < WORLDS; i++) {
      single[i] = named.make();
      single[i].reset(Seeds.of(SEED, "episode", i, 0));
    }
    try (VectorEnvironment worlds = together(named, 2)) {
      Course course = new Course(worlds);
      for (int step = 0; step < steps(named); step++) {
        ActionBatch actions = course.next(worlds);
        worlds.step(actions);
        for (int i = 0; i < WORLDS; i++) {
          Environment world = single[i];
          boolean asked = actions.endsEpisode(i);
          if (!asked) world.step(actions.action(i));
          assertThat(worlds.rewards()[i]).isEqualTo(asked ? 0 : (float) world.reward());
          assertThat(worlds.terminated()[i]).isEqualTo(!asked && world.terminated());
          assertThat(worlds.truncated()[i]).isEqualTo(asked || world.truncated());
          assertThat(worlds.completed()[i]).isEqualTo(!asked && world.completed());
          boolean over = asked || world.done();
          assertThat(worlds.first()[i]).isEqualTo(over);
          assertThat(worlds.previousEpisodeSeeds()[i])
              .isEqualTo(Seeds.of(SEED, "episode", i, episodes[i]));
          if (over) {
            assertObserved(worlds.finalObservations(), i, world);
            episodes[i]++;
            world.reset(Seeds.of(SEED, "episode", i, episodes[i]));
          }
          assertObserved(worlds.observations(), i, world);
          assertThat(worlds.availableActions(i)).isEqualTo(world.availableActions());
          assertThat(worlds.episodeSeeds()[i]).isEqualTo(Seeds.of(SEED, "episode", i, episodes[i]));
        }
      }
      assertThat(worlds.spec()).isEqualTo(single[0].spec());
    }
  }

  private static void assertObserved(ObservationBatch batch, int i, Environment world) {
    ObservationBatch one = new ObservationBatch(world.spec().observations(), 1);
    one.put(0, world);
    int from = batch.offset(i);
    int to = from + batch.size();
    if (one.byteValued()) {
      assertThat(Arrays.copyOfRange(batch.bytes(), from, to)).isEqualTo(one.bytes());
    } else {
      assertThat(Arrays.copyOfRange(batch.floats(), from, to)).isEqualTo(one.floats());
    }
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void areTheSameForAnyNumberOfThreadsAndAfterRestoring(NamedWorld<?> named) {
    try (VectorEnvironment alone = together(named, 1);
        VectorEnvironment threads = together(named, 3);
        VectorEnvironment restored = together(named, 2)) {
      Course course = new Course(alone);
      int steps = Math.min(steps(named), 30);
      for (int step = 0; step < steps; step++) {
        if (step == steps / 2) restored.restore(alone.snapshot());
        ActionBatch actions = course.next(alone);
        alone.step(actions);
        threads.step(actions);
        if (step >= steps / 2) restored.step(actions);
      }
      for (VectorEnvironment each : List.of(threads, restored)) {
        assertThat(each.snapshot()).isEqualTo(alone.snapshot());
        assertThat(each.rewards()).isEqualTo(alone.rewards());
        assertThat(each.first()).isEqualTo(alone.first());
        assertThat(each.episodeSeeds()).isEqualTo(alone.episodeSeeds());
        if (alone.observations().byteValued()) {
          assertThat(each.observations().bytes()).isEqualTo(alone.observations().bytes());
        } else {
          assertThat(each.observations().floats()).isEqualTo(alone.observations().floats());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void refuseWrongActionsBeforeAnyWorldMoves(NamedWorld<?> named) {
    try (VectorEnvironment worlds = together(named, 2)) {
      worlds.step(new Course(worlds).next(worlds));
      byte[] before = worlds.snapshot();
      for (ActionBatch wrong : wrong(worlds)) {
        assertThatThrownBy(() -> worlds.step(wrong))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("world 2: ");
        assertThat(worlds.snapshot()).isEqualTo(before);
      }
    }
  }

  /** Batches whose third action does not exist, or is not on offer. */
  private static List<ActionBatch> wrong(VectorEnvironment worlds) {
    ActionSpace space = worlds.spec().actions();
    List<ActionBatch> all = new ArrayList<>();
    if (space instanceof ActionSpace.Slate) {
      ActionBatch twice = legal(worlds);
      twice.items()[2 * twice.slateSize() + 1] = twice.items()[2 * twice.slateSize()];
      ActionBatch unknown = legal(worlds);
      unknown.items()[2 * unknown.slateSize()] = space.count();
      ActionBatch other = legal(worlds);
      other.items()[2 * other.slateSize()] = absent(worlds.availableActions(2), space.count());
      all.addAll(List.of(twice, unknown, other));
      return all;
    }
    for (int index : new int[] {-2, space.count()}) {
      ActionBatch batch = legal(worlds);
      batch.indices()[2] = index;
      all.add(batch);
    }
    if (space instanceof ActionSpace.VariableSet) {
      ActionBatch batch = legal(worlds);
      batch.indices()[2] = absent(worlds.availableActions(2), space.count());
      all.add(batch);
    }
    if (legal(worlds).parameterWidth() > 0) {
      ActionBatch batch = legal(worlds);
      batch.parameters()[2 * batch.parameterWidth()] = Float.NaN;
      all.add(batch);
    }
    return all;
  }

  private static ActionBatch legal(VectorEnvironment worlds) {
    ActionBatch batch = new ActionBatch(worlds.spec().actions(), worlds.count());
    RandomPlayer player = new RandomPlayer(8);
    for (int i = 0; i < worlds.count(); i++) {
      batch.set(i, player.act(batch.space(), worlds.availableActions(i)));
    }
    return batch;
  }

  private static int absent(ActionSet available, int count) {
    for (int id = 0; id < count; id++) if (!available.contains(id)) return id;
    throw new IllegalStateException("everything is available");
  }
}
