package io.fabula.envs.doorkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.Action;
import io.fabula.envs.edits.AgentPlace;
import io.fabula.envs.edits.EditVariant;
import org.junit.jupiter.api.Test;

class DoorKeyEditorTest {
  private static DoorKey begin() {
    DoorKey world = new DoorKey(8, DoorKeyView.FULL);
    world.reset(3);
    return world;
  }

  @Test
  void anOpenedDoorLetsTheAgentThrough() {
    DoorKey world = begin();
    assertThat(world.editor().allows("lock-door")).isFalse();
    assertThat(world.editor().phase()).isEqualTo("without key");
    world.editor().apply("open-door", EditVariant.EDIT);
    assertThat(world.doorState()).isZero();
    assertThat(world.editor().phase()).isEqualTo("door unlocked");
    world.editor().moveAgent(new AgentPlace(world.doorX(), world.doorY()));
    assertThat(world.editor().allows("lock-door")).as("the agent stands in it").isFalse();
    assertThatThrownBy(() -> world.editor().setDoor(2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theKeyIsPlacedGivenAndRemoved() {
    DoorKey world = begin();
    world.editor().giveKey();
    assertThat(world.carrying()).isTrue();
    assertThat(world.keyX()).isEqualTo(-1);
    world.editor().moveAgent(new AgentPlace(world.doorX() - 1, world.doorY()));
    while (world.direction() != 0) world.step(Action.of(1));
    world.step(Action.of(5));
    assertThat(world.doorState()).as("unlocked by the key").isZero();
    world.editor().placeKey(6, 2);
    assertThat(world.keyX()).isEqualTo(6);
    assertThat(world.editor().removeAll("key")).isTrue();
    assertThat(world.carrying()).isFalse();
    assertThat(world.keyX()).isEqualTo(-1);
    DoorKey other = begin();
    other.restore(world.snapshot());
    assertThat(other.snapshot()).isEqualTo(world.snapshot());
    assertThatThrownBy(() -> world.editor().placeKey(0, 0))
        .hasMessage("key needs an empty cell, (0, 0) is none");
  }

  @Test
  void withoutAGoalTheEpisodeEndsByTime() {
    DoorKey world = begin();
    world.editor().apply("remove-goal", EditVariant.EDIT);
    assertThat(world.editor().sight("goal").present()).isFalse();
    while (!world.done()) world.step(Action.of(6));
    assertThat(world.editor().cause().orElseThrow().name()).isEqualTo("time");
  }
}
