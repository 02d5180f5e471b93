package io.fabula.envs.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentContract;
import io.fabula.envs.Picture;
import io.fabula.envs.create.CreateOptions.View;
import io.fabula.envs.random.RandomStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CreateTest {
  /** Often a tool on the marker's way and its activator on top, so that much happens. */
  private static Action choose(Environment world, int number) {
    RandomStream stream = new RandomStream(number / 2);
    int[] ids = world.availableActions().ids();
    int id = ids[number % 2 == 0 ? 5 + stream.nextInt(ids.length - 5) : stream.nextInt(5)];
    float x = (float) (0.2 + 0.6 * stream.nextDouble());
    float y = (float) (0.6 * stream.nextDouble());
    return Action.of(id, x, y);
  }

  @Property(tries = 40)
  void restoresExactly(
      @ForAll long seed,
      @ForAll @Size(min = 1, max = 12) int @IntRange(min = 0, max = 99) [] numbers,
      @ForAll @IntRange(min = 0, max = 11) int at,
      @ForAll @IntRange(min = 0, max = 11) int level,
      @ForAll boolean pixels) {
    CreateOptions options =
        CreateOptions.PUBLISHED
            .withLevel(Level.named(Level.NAMES.get(level)))
            .withActivators(5)
            .withView(pixels ? View.PIXELS : View.STATE);
    EnvironmentContract.restoresExactly(
        () -> new Create(options), CreateTest::choose, seed, numbers, Math.min(at, numbers.length));
  }

  /** Beams, joints and sleepers must survive too: a see-saw with a ball on it, at every step. */
  @Test
  void restoresJointsAndSleepers() {
    CreateOptions options =
        CreateOptions.PUBLISHED.withLevel(Level.named("seesaw")).withView(View.STATE);
    Create world = new Create(options);
    world.reset(8);
    Action tool = Action.of(world.availableActions().ids()[7], 0.3f, 0.2f);
    for (int i = 0; i < 12 && !world.done(); i++) {
      byte[] before = world.snapshot();
      Create copy = new Create(options);
      copy.restore(before);
      world.step(tool);
      copy.step(tool);
      assertThat(copy.snapshot()).isEqualTo(world.snapshot());
    }
  }

  @Test
  void observesThreeMirroredFrames() {
    Create world = new Create(CreateOptions.PUBLISHED.withNoise(false));
    world.reset(1);
    assertThat(world.spec().observations().shape()).containsExactly(84, 84, 3);
    byte[] frames = new byte[world.spec().observations().size()];
    world.observe(frames, 0);
    for (int i = 0; i < frames.length; i += 3) {
      assertThat(frames[i]).isZero();
      assertThat(frames[i + 1]).isZero();
    }
    assertThat(grey(frames, 2, 2, 42)).as("empty").isEqualTo(255);
    assertThat(grey(frames, 2, 10, 16)).as("marker, mirrored").isEqualTo(163);
    assertThat(grey(frames, 2, 48, 38)).as("target, mirrored").isEqualTo(138);
    world.step(Action.of(world.availableActions().ids()[0], -0.9f, 0.9f));
    float[] numbers = new float[frames.length];
    world.observe(numbers, 0);
    assertThat(numbers[3 * (10 * 84 + 16) + 1]).as("the frame before").isEqualTo(163f);
  }

  private static int grey(byte[] frames, int frame, int row, int column) {
    return frames[3 * (row * 84 + column) + frame] & 0xFF;
  }

  @Test
  void describesTheStateInNumbers() {
    CreateOptions options = CreateOptions.PUBLISHED.withView(View.STATE).withNoise(false);
    Create world = new Create(options);
    world.begin(new double[3][2], new int[] {2368, 1945});
    float[] numbers = new float[world.spec().observations().size()];
    world.step(Action.of(1945, 0.529f, 0.554f));
    world.step(Action.of(2368, 0.529f, 0.554f));
    world.observe(numbers, 0);
    List<String> names = StateView.names(options.level());
    assertThat(numbers[names.indexOf("goal-x")]).isEqualTo(-0.7f);
    assertThat(numbers[names.indexOf("placed0-x")]).isEqualTo(0.529f);
    assertThat(numbers[names.indexOf("placed0-active")]).isEqualTo(1f);
    assertThat(numbers[names.indexOf("placed0-family")]).isEqualTo(19f);
    assertThat(numbers[names.indexOf("placed1-active")]).isEqualTo(0f);
    assertThat(numbers[names.indexOf("marker-velocity-y")]).isNegative();
    assertThatThrownBy(() -> world.observe(new byte[numbers.length], 0))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void refusesWhatItCannotDo() {
    Create world = new Create(CreateOptions.PUBLISHED.withView(View.STATE));
    assertThatThrownBy(() -> world.step(Action.of(0, 0f, 0f)))
        .isInstanceOf(IllegalStateException.class);
    world.reset(1);
    byte[] before = world.snapshot();
    int id = world.availableActions().ids()[0];
    assertThatThrownBy(() -> world.step(Action.of(id, 1.5f, 0f)))
        .hasMessage("x must be within -1.0..1.0, got 1.5");
    assertThatThrownBy(() -> world.step(Action.of(id))).hasMessageContaining("2 parameters");
    assertThatThrownBy(() -> world.step(Action.of(0, 0f, 0f)))
        .hasMessage("tool 0 is not in this episode's set");
    assertThatThrownBy(() -> world.step(Action.of(9999, 0f, 0f))).hasMessageContaining("0..2370");
    assertThatThrownBy(() -> world.reset(1, new int[3])).hasMessageContaining("25 tools");
    assertThatThrownBy(() -> world.restore(new Create().snapshot()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(world.snapshot()).isEqualTo(before);
    assertThatThrownBy(() -> CreateOptions.PUBLISHED.withActivators(1))
        .hasMessageContaining("activators");
    assertThatThrownBy(() -> CreateOptions.PUBLISHED.withTools(List.of(1, 2, 3), 8))
        .hasMessageContaining("at most 3");
  }

  @Test
  void offersTheToolsThatWereAskedFor() {
    CreateOptions options = CreateOptions.PUBLISHED.withTools(List.of(3, 4, 5, 6, 7, 8, 9), 6);
    Create world = new Create(options.withView(View.STATE));
    world.reset(4);
    int[] ids = world.availableActions().ids();
    assertThat(ids).hasSize(6);
    for (int i = 2; i < ids.length; i++) assertThat(ids[i]).isBetween(3, 9);
    assertThat(world.availableActions().representation()).hasSize(6 * 36);
  }

  @Test
  void isSolvedMoreOftenByThinkingAhead() {
    Create world = new Create(CreateOptions.PUBLISHED.withView(View.STATE));
    CreatePlayer player = new CreatePlayer(1, 60);
    int hits = 0;
    for (int seed = 0; seed < 6; seed++) {
      world.reset(seed);
      while (!world.done()) world.step(player.act(world));
      if (world.report().targetHit()) hits++;
    }
    assertThat(hits).isGreaterThanOrEqualTo(3); // random play: one in fifty
  }

  @Test
  void drawsAPicture() {
    for (String name : Level.NAMES) {
      Create world = new Create(CreateOptions.PUBLISHED.withLevel(Level.named(name)));
      world.reset(2);
      Picture picture = world.render();
      assertThat(picture.width()).isGreaterThan(800);
      Set<Integer> colours = new HashSet<>();
      byte[] rgb = picture.rgb();
      for (int i = 0; i < rgb.length; i += 3) {
        colours.add((rgb[i] & 0xFF) << 16 | (rgb[i + 1] & 0xFF) << 8 | rgb[i + 2] & 0xFF);
      }
      assertThat(colours.size()).isGreaterThan(10);
    }
  }
}
