package io.fabula.envs.coinrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.Action;
import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import io.fabula.envs.coinrun.CoinRunThing.Kind;
import io.fabula.envs.edits.AgentPlace;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.EditVariant;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.random.RandomStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CoinRunEditorTest {
  private static final CoinRunOptions EASY =
      CoinRunOptions.DEFAULT.withDistribution(Distribution.EASY).withBackgrounds(false);
  private static final CoinRunOptions HARD = EASY.withDistribution(Distribution.HARD);

  /** Mostly running to the right, so that pits, walls and coins come into view. */
  private static int action(RandomStream random) {
    return random.nextInt(3) > 0 ? CoinRun.RIGHT_AND_UP : random.nextInt(9);
  }

  private static void visit(CoinRunOptions options, int levels, Consumer<CoinRun> visitor) {
    CoinRun world = new CoinRun(options);
    RandomStream random = new RandomStream(6);
    for (int level = 0; level < levels; level++) {
      world.resetTo(level);
      for (int step = 0; step < 150 && !world.done(); step++) {
        if (step % 4 == 0) visitor.accept(world);
        world.step(Action.of(action(random)));
      }
    }
  }

  private static byte[] frame(CoinRun world) {
    byte[] frame = new byte[64 * 64 * 3];
    world.observe(frame, 0);
    return frame;
  }

  @Test
  void editsNeverChangeTheRandomStream() {
    CoinRun twin = new CoinRun(HARD);
    visit(
        HARD,
        12,
        world -> {
          for (EditSpec edit : world.editor().edits()) {
            if (!world.editor().allows(edit.name())) continue;
            for (EditVariant variant : EditVariant.values()) {
              twin.restore(world.snapshot());
              twin.editor().apply(edit.name(), variant);
              CoinRun untouched = new CoinRun(HARD);
              untouched.restore(world.snapshot());
              for (int step = 0; step < 5 && !twin.done() && !untouched.done(); step++) {
                twin.step(Action.of(CoinRun.RIGHT));
                untouched.step(Action.of(CoinRun.RIGHT));
                assertThat(twin.game().stepDraw).isEqualTo(untouched.game().stepDraw);
              }
            }
          }
        });
  }

  /** Changed pixels of edits and of their placebos, summed over many states. */
  private static void countPixels(CoinRunOptions options, Map<String, long[]> sums) {
    visit(
        options,
        60,
        world -> {
          byte[] before = world.snapshot();
          byte[] seen = frame(world);
          for (EditSpec edit : world.editor().edits()) {
            if (!world.editor().allows(edit.name())) continue;
            long[] sum = sums.computeIfAbsent(edit.name(), name -> new long[3]);
            for (EditVariant variant : EditVariant.values()) {
              world.editor().apply(edit.name(), variant);
              sum[variant.ordinal()] += changed(seen, frame(world));
              world.restore(before);
            }
            sum[2]++;
          }
        });
  }

  private static int changed(byte[] a, byte[] b) {
    int pixels = 0;
    for (int i = 0; i < a.length; i += 3) {
      if (a[i] != b[i] || a[i + 1] != b[i + 1] || a[i + 2] != b[i + 2]) pixels++;
    }
    return pixels;
  }

  @Test
  void placebosChangeAboutAsManyPixels() {
    Map<String, long[]> sums = new HashMap<>();
    countPixels(EASY, sums);
    countPixels(HARD, sums);
    assertThat(sums.keySet())
        .containsExactlyInAnyOrderElementsOf(
            new CoinRun(EASY).editor().edits().stream().map(EditSpec::name).toList());
    sums.forEach(
        (edit, sum) -> {
          assertThat(sum[2]).as(edit + " states").isGreaterThanOrEqualTo(5);
          // a placebo above or behind is cut off by the edge of the view now and then
          assertThat((double) sum[1] / sum[0]).as(edit + " %d", sum[2]).isBetween(0.5, 2.0);
        });
  }

  @Test
  void endsForEveryCauseThatCanBeMet() {
    Set<String> met = new HashSet<>();
    for (CoinRunOptions options : List.of(EASY, HARD)) {
      CoinRun world = new CoinRun(options);
      RandomStream random = new RandomStream(8);
      for (int level = 0; level < 300; level++) {
        world.resetTo(level);
        while (!world.done()) world.step(Action.of(action(random)));
        EndingCause cause = world.editor().cause().orElseThrow();
        assertThat(cause.success()).isEqualTo(world.completed());
        met.add(cause.name());
      }
    }
    assertThat(met).contains("coin", "saw", "enemy", "lava", "pit-saw", "pit-enemy");
    CoinRun world = new CoinRun(EASY);
    world.resetTo(0);
    for (int step = 0; step < 1000; step++) world.step(Action.of(CoinRun.NO_OPERATION));
    assertThat(world.editor().cause().orElseThrow().name()).isEqualTo("time");
  }

  @Test
  void whatIsPlacedIsMetAndCanBeTakenAway() {
    CoinRun world = new CoinRun(EASY);
    world.resetTo(1);
    byte[] before = world.snapshot();
    CoinRunThing saw = world.editor().place(Kind.SAW, 3, 1);
    assertThat(world.editor().things()).contains(saw);
    world.editor().remove(saw);
    assertThat(world.snapshot()).isEqualTo(before);
    assertThatThrownBy(() -> world.editor().remove(saw))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(runRight(world, before, Kind.SAW)).isEqualTo("saw");
    assertThat(runRight(world, before, Kind.ENEMY)).isEqualTo("enemy");
    assertThatThrownBy(() -> world.editor().place(Kind.CRATE, 3, 0))
        .hasMessage("a thing needs a free cell, (3, 0) is not");
  }

  private static String runRight(CoinRun world, byte[] from, Kind kind) {
    world.restore(from);
    world.editor().place(kind, 3, 1);
    while (!world.done()) world.step(Action.of(CoinRun.RIGHT));
    return world.editor().cause().orElseThrow().name();
  }

  @Test
  void coinsArePlacedAndRemoved() {
    CoinRun world = new CoinRun(EASY);
    world.resetTo(1);
    assertThat(world.editor().coins()).hasSize(1);
    world.editor().removeCoins();
    assertThat(world.editor().coins()).isEmpty();
    world.placeCoin(3, 1);
    assertThat(world.editor().coins()).containsExactly(new CoinRunCell(3, 1));
    while (!world.done()) world.step(Action.of(CoinRun.RIGHT));
    assertThat(world.editor().cause().orElseThrow().name()).isEqualTo("coin");
  }

  @Test
  void pitsAreFilledAndGroundIsRaised() {
    CoinRun world = new CoinRun(EASY);
    int filled = 0;
    for (int level = 0; level < 40; level++) {
      world.resetTo(level);
      for (int column = 6; column < 62; column++) {
        Terrain.Pit pit = Terrain.pit(world.game().scene.grid, column);
        if (pit == null) continue;
        world.editor().fillPit(column);
        assertThat(world.editor().height(column)).isEqualTo(pit.edge());
        filled++;
      }
      assertThat(world.editor().removeAll("pit")).isFalse();
    }
    assertThat(filled).isGreaterThan(5);
    world.resetTo(0);
    assertThatThrownBy(() -> world.editor().fillPit(1))
        .hasMessage("column must be one of a pit, got 1");
    int height = world.editor().height(3);
    byte[] before = world.snapshot();
    world.editor().raiseGround(3, 4, 2);
    assertThat(world.editor().height(3)).isEqualTo(height + 2);
    world.restore(before);
    assertThatThrownBy(() -> world.editor().raiseGround(3, 4, 63))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> world.editor().raiseGround(4, 3, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(world.snapshot()).isEqualTo(before);
  }

  @Test
  void theAgentIsMovedToFreePlacesOnly() {
    CoinRun world = new CoinRun(EASY);
    world.resetTo(0);
    AgentPlace start = world.editor().place();
    world.editor().moveAgent(new AgentPlace(start.x() + 1, start.y() + 3));
    assertThat(world.editor().phase()).isEqualTo("falling");
    assertThat(world.editor().place().near(start, 0.5)).isFalse();
    world.step(Action.of(CoinRun.NO_OPERATION));
    assertThat(world.editor().place().y()).isLessThan(start.y() + 3);
    assertThatThrownBy(() -> world.editor().moveAgent(new AgentPlace(start.x(), 0.5)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void levelsWithoutWallsGoNoHigherThanTheAgentStands() {
    visit(
        EASY,
        20,
        world -> {
          Surroundings around = new Surroundings(world.game().scene);
          Terrain.Pit over = Terrain.pit(around.grid, around.column);
          int level = over == null ? Terrain.height(around.grid, around.column) : over.edge();
          CoinRun twin = new CoinRun(EASY);
          twin.restore(world.snapshot());
          twin.editor().removeAll("wall");
          for (int c = around.column + 1; c < 63; c++) {
            int height = twin.editor().height(c);
            assertThat(height <= level || height > Terrain.HIGHEST).isTrue();
          }
          assertThat(twin.editor().coins()).hasSameSizeAs(world.editor().coins());
        });
  }

  @Test
  void sightsTellWhatIsAhead() {
    CoinRun world = new CoinRun(EASY);
    world.resetTo(1);
    world.editor().removeAll("saw");
    assertThat(world.editor().sight("saw").present()).isFalse();
    CoinRunThing saw = world.editor().place(Kind.SAW, 4, 1);
    assertThat(world.editor().sight("saw").distance())
        .isEqualTo(saw.x() - world.editor().place().x() - 1);
    world.editor().moveAgent(new AgentPlace(7.5, world.editor().place().y() + 4));
    assertThat(world.editor().sight("saw").present()).isFalse();
    assertThat(world.editor().sight("saw-behind").present()).isTrue();
  }
}
