package io.fabula.envs.doorkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.Action;
import io.fabula.envs.random.RandomStream;
import org.junit.jupiter.api.Test;

class DoorKeyPlanesTest {
  /** Along a shortest plan with detours: what is read is what the world's events say. */
  @Test
  void readsWhatTheWorldShows() {
    DoorKey world = new DoorKey(5, DoorKeyView.PLANES);
    DoorKeyPlanes shown = new DoorKeyPlanes(new byte[251], 5);
    RandomStream random = new RandomStream(4);
    boolean carried = false;
    boolean unlocked = false;
    for (int episode = 0; episode < 20; episode++) {
      world.reset(episode);
      while (!world.done()) {
        world.observe(DoorKeyView.PLANES, shown.planes(), 0);
        assertThat(shown.carried()).isEqualTo(DoorKeyEvent.KEY_HELD.holds(world));
        assertThat(shown.lockedCell() < 0).isEqualTo(DoorKeyEvent.UNLOCKED.holds(world));
        if (shown.lockedCell() >= 0) {
          assertThat(shown.lockedCell()).isEqualTo(world.doorY() * 5 + world.doorX());
          assertThat(shown.agentCell() % 5).isLessThan(world.doorX());
        }
        carried |= shown.carried();
        unlocked |= shown.lockedCell() < 0;
        world.step(Action.of(random.nextInt(7)));
      }
    }
    assertThat(carried).isTrue();
    assertThat(unlocked).isTrue();
  }

  @Test
  void refusesWhatIsNoState() {
    assertThatThrownBy(() -> new DoorKeyPlanes(new byte[250], 5)).hasMessageContaining("251");
    assertThatThrownBy(() -> new DoorKeyPlanes(new byte[251], 5).agentCell())
        .hasMessageContaining("not shown");
  }
}
