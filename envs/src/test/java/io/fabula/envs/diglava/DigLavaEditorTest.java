package io.fabula.envs.diglava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.Action;
import io.fabula.envs.edits.AgentPlace;
import io.fabula.envs.edits.EditVariant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DigLavaEditorTest {
  private static DigLava begin() {
    DigLava world = new DigLava();
    world.reset(new int[] {0, 1, 2, 3, 8}, 1, 5, 0);
    return world;
  }

  private static void goRight(DigLava world) {
    while (!world.done()) world.step(Action.of(0));
  }

  @Test
  void theWayIsFreeWithoutLava() {
    DigLava world = begin();
    goRight(world);
    assertThat(world.editor().cause().orElseThrow().name()).isEqualTo("orange-lava");
    DigLava cleared = begin();
    cleared.editor().apply("clear-orange-lava", EditVariant.EDIT);
    goRight(cleared);
    assertThat(cleared.editor().cause().orElseThrow().name()).isEqualTo("pink-lava");
    DigLava free = begin();
    free.editor().apply("clear-orange-lava", EditVariant.EDIT);
    free.editor().apply("clear-pink-lava", EditVariant.EDIT);
    goRight(free);
    assertThat(free.editor().cause().orElseThrow().name()).isEqualTo("goal");
    assertThat(free.editor().cause().orElseThrow().success()).isTrue();
  }

  @Test
  void placebosChangeNothingThatHappens() {
    DigLava world = begin();
    DigLava placebo = begin();
    placebo.editor().apply("clear-orange-lava", EditVariant.PLACEBO);
    while (!world.done()) {
      world.step(Action.of(0));
      placebo.step(Action.of(0));
      assertThat(placebo.reward()).isEqualTo(world.reward());
      assertThat(placebo.editor().place()).isEqualTo(world.editor().place());
      assertThat(placebo.done()).isEqualTo(world.done());
    }
  }

  @Test
  void lavaIsSetAndSeen() {
    DigLava world = begin();
    assertThat(world.editor().sight("orange-lava").distance()).isEqualTo(1);
    world.editor().setLava(2, 5, Optional.of(DigLavaSkill.DIG_PINK));
    assertThat(world.editor().sight("pink-lava").distance()).isZero();
    world.editor().setLava(2, 5, Optional.empty());
    assertThat(world.editor().sight("pink-lava").distance()).isPositive();
    assertThatThrownBy(() -> world.editor().setLava(9, 5, Optional.of(DigLavaSkill.DIG_PINK)))
        .hasMessage("(9, 5) is neither empty nor lava");
    assertThatThrownBy(() -> world.editor().setLava(2, 5, Optional.of(DigLavaSkill.FORWARD)))
        .isInstanceOf(IllegalArgumentException.class);
    world.editor().moveAgent(new AgentPlace(5, 5));
    assertThat(world.editor().phase()).isEqualTo("between the rivers");
    assertThatThrownBy(() -> world.editor().moveAgent(new AgentPlace(0, 5)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
