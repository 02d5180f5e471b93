package io.fabula.envs.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentContract;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.Picture;
import io.fabula.envs.Player;
import io.fabula.envs.RandomPlayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every world promises, for all that can be asked for by name. */
class WorldsTest {
  private static final int STEPS = 40;

  static List<NamedWorld<?>> worlds() {
    return Worlds.all();
  }

  @Test
  void namesAreUniqueAndFindTheirWorlds() {
    List<String> names = Worlds.all().stream().map(NamedWorld::name).toList();
    assertThat(names).doesNotHaveDuplicates().contains("coinrun", "platform", "diglava", "recsim");
    for (NamedWorld<?> each : Worlds.all()) assertThat(Worlds.named(each.name())).contains(each);
    assertThat(Worlds.named("platfrom")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void entryAndSpecBelongTogether(NamedWorld<?> named) {
    EnvironmentSpec spec = named.make().spec();
    assertThat(named.name()).startsWith(spec.name());
    assertThat(named.make().spec()).isEqualTo(spec);
    assertThat(named.target().observed() + named.target().together()).isPositive();
    assertThat(Path.of("..", "docs").resolve(named.page())).matches(Files::isRegularFile);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void continuesAlikeAfterReplayAndRestoring(NamedWorld<?> named) {
    for (long seed : new long[] {0, 7, -1}) {
      RandomPlayer player = new RandomPlayer(seed);
      int[] numbers = new int[STEPS]; // the player draws by itself
      EnvironmentContract.restoresExactly(
          named.maker(), (world, number) -> player.act(world), seed, numbers, STEPS / 3);
    }
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void refusesForeignActionsUnchanged(NamedWorld<?> named) {
    Environment world = named.make();
    world.reset(3);
    world.step(new RandomPlayer(3).act(world));
    byte[] before = world.snapshot();
    for (Action action : foreign(world)) {
      assertThatThrownBy(() -> world.step(action))
          .as("%s", action)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("got");
      assertThat(world.snapshot()).as("after %s", action).isEqualTo(before);
    }
  }

  private static List<Action> foreign(Environment world) {
    ActionSpace space = world.spec().actions();
    List<Action> actions = new ArrayList<>();
    actions.add(Action.of(-1));
    actions.add(Action.of(space.count()));
    actions.add(Action.of(0, 1, 2, 3, 4, 5, 6, 7));
    actions.add(Action.slate());
    if (space instanceof ActionSpace.Slate slate) {
      actions.add(Action.of(0));
      int[] unknown = new int[slate.slateSize()];
      for (int i = 0; i < unknown.length; i++) unknown[i] = space.count() + i;
      actions.add(Action.slate(unknown));
    } else {
      actions.add(Action.slate(0, 1, 2));
    }
    Action legal = new RandomPlayer(1).act(world);
    if (legal instanceof Action.Parameterised chosen) {
      float[] wrong = chosen.parameters().clone();
      wrong[0] = Float.NaN;
      actions.add(Action.of(chosen.index(), wrong));
      wrong = wrong.clone();
      wrong[0] = 1e9f;
      actions.add(Action.of(chosen.index(), wrong));
    }
    return actions;
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void stepsOnlyInsideAnEpisode(NamedWorld<?> named) {
    Environment world = named.make();
    assertThatThrownBy(() -> world.step(anyAction(named)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("reset " + world.spec().name());
    RandomPlayer player = new RandomPlayer(5);
    world.reset(5);
    int steps = 0;
    while (!world.done() && steps < 3000) {
      world.step(player.act(world));
      steps++;
      assertThat(world.reward())
          .isBetween(world.spec().minimumReward(), world.spec().maximumReward());
    }
    assertThat(world.done()).isTrue();
    assertThat(world.terminated()).isNotEqualTo(world.truncated());
    assertThatThrownBy(() -> world.step(anyAction(named)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("reset " + world.spec().name());
    world.reset(5);
    assertThat(world.done()).isFalse();
    assertThat(world.reward()).isZero();
  }

  private static Action anyAction(NamedWorld<?> named) {
    Environment begun = named.make();
    begun.reset(5);
    return new RandomPlayer(5).act(begun);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void observesWithinItsSpaceAndTheSameAsBytes(NamedWorld<?> named) {
    Environment world = named.make();
    world.reset(1);
    world.step(new RandomPlayer(1).act(world));
    int size = world.spec().observations().size();
    float[] floats = new float[size + 2];
    world.observe(floats, 1);
    assertThat(floats[0]).isZero();
    assertThat(floats[size + 1]).isZero();
    byte[] bytes = new byte[size + 2];
    if (!world.spec().observations().byteValued()) {
      assertThatThrownBy(() -> world.observe(bytes, 1))
          .isInstanceOf(UnsupportedOperationException.class);
      return;
    }
    world.observe(bytes, 1);
    for (int i = 0; i < bytes.length; i++) assertThat(floats[i]).isEqualTo(bytes[i] & 0xFF);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void drawsPicturesOfOneSizeWithoutChangingAnything(NamedWorld<?> named) {
    Environment world = named.make();
    world.reset(2);
    Picture first = world.render();
    assertThat(first.width()).isBetween(200, 1600);
    assertThat(first.height()).isBetween(200, 1600);
    RandomPlayer player = new RandomPlayer(2);
    for (int i = 0; i < 3 && !world.done(); i++) {
      byte[] before = world.snapshot();
      Picture picture = world.render();
      assertThat(picture.width()).isEqualTo(first.width());
      assertThat(picture.height()).isEqualTo(first.height());
      assertThat(world.snapshot()).isEqualTo(before);
      assertThat(world.render().rgb()).isEqualTo(picture.rgb());
      world.step(player.act(world));
    }
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void describesItsActions(NamedWorld<?> named) {
    Environment world = named.make();
    world.reset(4);
    RandomPlayer player = new RandomPlayer(4);
    for (int i = 0; i < 5; i++) assertThat(world.describe(player.act(world))).isNotBlank();
    assertThatThrownBy(() -> world.describe(Action.of(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void isAnimatedInTheSameStepsAsPlayed(NamedWorld<?> named) {
    checkAnimation(named);
  }

  private static <W extends Environment> void checkAnimation(NamedWorld<W> named) {
    W shown = named.make();
    W played = named.make();
    shown.reset(6);
    played.reset(6);
    Action action = new RandomPlayer(6).act(shown);
    List<Picture> frames = new ArrayList<>();
    named.animation().stepping().step(shown, action, frames::add);
    played.step(action);
    assertThat(shown.snapshot()).isEqualTo(played.snapshot());
    assertThat(frames).isNotEmpty();
    assertThat(frames.get(frames.size() - 1).rgb()).isEqualTo(shown.render().rgb());
  }

  /** CREATE's levels have one player, which thinks long. */
  static List<NamedWorld<?>> playedWorlds() {
    return Worlds.all().stream()
        .filter(
            each ->
                !each.name().startsWith("create-")
                    || each.name().equals("create-push")
                    || each.name().equals("create-push-mini-state"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("playedWorlds")
  void scriptedPlayersEarnMoreThanRandomOnes(NamedWorld<?> named) {
    checkScripted(named);
  }

  private static <W extends Environment> void checkScripted(NamedWorld<W> named) {
    int episodes = named.name().startsWith("twostage") ? 300 : 3;
    double scripted = 0;
    double random = 0;
    Player<? super W> player = named.scripted().get();
    RandomPlayer fool = new RandomPlayer(0);
    W world = named.make();
    for (int seed = 0; seed < episodes; seed++) {
      scripted += meanReturn(world, player, seed);
      random += meanReturn(world, fool, seed);
    }
    assertThat(scripted).isGreaterThan(random);
  }

  private static <W extends Environment> double meanReturn(
      W world, Player<? super W> player, long seed) {
    double sum = 0;
    world.reset(seed);
    while (!world.done()) {
      world.step(player.act(world));
      sum += world.reward();
    }
    return sum;
  }
}
